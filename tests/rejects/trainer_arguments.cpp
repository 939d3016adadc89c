// error: espalier::trainer(loss, optimizer): the first argument is an expression
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    auto t = es::trainer(es::sgd(es::lr = 0.1f), loss);
    (void)t;
#else
    auto t = es::trainer(loss, es::sgd(es::lr = 0.1f));
    (void)t;
#endif
}
