// error: a group lists an input
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 4>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(
        loss, es::sgd(es::groups(es::group(x, es::lr = 0.1f), es::group(es::rest, es::lr = 0.2f))));
#else
    auto t = es::trainer(loss, es::sgd(es::groups(es::group(fc.bias, es::lr = 0.1f),
                                                  es::group(es::rest, es::lr = 0.2f))));
#endif
    (void)t;
}
