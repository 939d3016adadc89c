// error: an option of an optimizer is a number, a constant such as 0.1_c
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 4>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::sgd(es::lr = "fast"));
#else
    auto t = es::trainer(loss, es::sgd(es::lr = [](int step) { return 0.1f / float(1 + step); }));
#endif
    (void)t;
}
