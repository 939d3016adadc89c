// error: espalier: an argument is neither variables, a binding 'x = value', nor an option
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
constexpr float xs[3] = {1, 2, 3};
es::variables vars{loss};
auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
int main() {
#ifdef REJECT
    trainer.step(vars, xs);
#else
    trainer.step(vars, x = xs);
#endif
}
