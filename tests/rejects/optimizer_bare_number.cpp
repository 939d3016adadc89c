// error: espalier: an optimizer takes es::groups(es::group(...), ...), then options by name, such as es::lr = 0.1f, and flags
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::sgd(0.1f));
    (void)t;
#else
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f));
    (void)t;
#endif
}
