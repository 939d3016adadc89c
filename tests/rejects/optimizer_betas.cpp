// error: espalier: betas are two numbers in braces: es::betas = {0.9f, 0.999f}
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(loss, es::adam(es::betas = 0.9f));
    (void)t;
#else
    auto t = es::trainer(loss, es::adam(es::betas = {0.9f, 0.99f}));
    (void)t;
#endif
}
