// error: espalier: a trainable parameter is in no group
// error: "fc2.weight"
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
    (void)es::trainer(loss, es::sgd(es::groups(es::group(fc1, es::lr = 0.1f))));
#else
    (void)es::trainer(loss, es::sgd(es::groups(es::group(fc1, es::lr = 0.1f),
                                               es::group(fc2, es::lr = es::zero))));
#endif
}
