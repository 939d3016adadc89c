// error: espalier: only an input can be bound with '='
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto other = es::parameter<"other", es::shape<3>>;
constexpr auto loss = sum(w * x);
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
int main() {
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1f));
#ifdef REJECT
    trainer.step(vars, loss = 1.0f, x = xs);
#else
    trainer.step(vars, x = xs);
#endif
}
