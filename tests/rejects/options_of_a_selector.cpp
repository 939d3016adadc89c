// error: espalier: trainer.options(...) and learning_rate(...) take a parameter, a layer, or a selector
// error: "*.bias"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
    auto trainer = es::trainer(
        es::mse(fc(x), t), es::sgd(es::groups(es::group(es::matching<"*.weight">, es::lr = 0.1f),
                                              es::group(es::rest, es::lr = 0.2f))));
#ifdef REJECT
    trainer.options(es::matching<"*.bias">).lr = 0.5f;
#else
    trainer.options(es::matching<"*.weight">).lr = 0.5f;
#endif
}
