// error: need the flag es::batched
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto stray = es::parameter<"stray", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x)))));
constexpr float xs[6] = {1, 2, 3, 4, 5, 6};
es::variables vars{loss};
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f));
    t.step(vars, x = es::batch(xs));
#else
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    t.step(vars, x = es::batch(xs));
#endif
}
