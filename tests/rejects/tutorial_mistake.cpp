// error: espalier: there is nothing to differentiate
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto t = es::input<"target", es::shape<2>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
constexpr auto fc3 = es::linear<"fc3", 20, 2>;
#ifdef REJECT
constexpr auto loss = es::mse(es::no_grad(fc3)(relu(fc1(x))), t);
#else
constexpr auto loss = es::mse(fc3(es::no_grad(fc1)(x)), t);
#endif
int main() {
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
    return trainer.plan.trained_bytes > 0 ? 0 : 1;
}
