// error: espalier: no group of this trainer trains this parameter
// error: "fc1.weight"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto stray = es::parameter<"stray", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x)))));
auto t = es::trainer(
    loss, es::sgd(es::groups(es::group(fc2, es::lr = 0.1f), es::group(es::rest, es::frozen))));
int main() {
#ifdef REJECT
    t.options(fc1).lr = 0.05f;
#else
    t.options(fc2).lr = 0.05f;
#endif
}
