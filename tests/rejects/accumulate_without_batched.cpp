// error: need the flag es::batched
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto stray = es::parameter<"stray", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x)))));
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f));
    t.accumulate(vars, x = xs);
#else
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    t.accumulate(vars, x = xs);
#endif
}
