// error: its state would be lost; say es::reset
// error: "fc1.weight"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto stray = es::parameter<"stray", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x)))));
constexpr auto first = es::trainer(loss, es::sgd(es::lr = 0.1f, es::momentum = 0.9f));
int main() {
#ifdef REJECT
    (void)es::trainer(loss, es::adam(), first);
#else
    (void)es::trainer(loss, es::adam(), first, es::reset(fc1, fc2));
#endif
}
