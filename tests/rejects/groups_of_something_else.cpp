// error: espalier: es::groups takes groups
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::sgd(es::groups(fc, es::lr = 0.1f)));
    (void)t;
#else
    auto t = es::trainer(loss, es::sgd(es::groups(es::group(fc, es::lr = 0.1f))));
    (void)t;
#endif
}
