// error: espalier: a group with a learning rate lists a frozen parameter
// error: "fc1.weight"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc1 = es::linear<"fc1", 3, 4>;
constexpr auto fc2 = es::linear<"fc2", 4, 2>;
constexpr auto stray = es::parameter<"stray", es::shape<2>>;
constexpr auto loss = sum(square(fc2(relu(fc1(x)))));
int main() {
#ifdef REJECT
    (void)es::trainer(
        sum(square(fc2(relu(es::freeze(fc1)(x))))),
        es::sgd(es::groups(es::group(fc1, es::lr = 0.1f), es::group(es::rest, es::lr = 0.2f))));
#else
    (void)es::trainer(
        sum(square(fc2(relu(es::freeze(fc1)(x))))),
        es::sgd(es::groups(es::group(fc1, es::lr = es::zero), es::group(es::rest, es::lr = 0.2f))));
#endif
}
