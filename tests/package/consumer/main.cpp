#include <espalier/espalier.hpp>

namespace es = espalier;

constexpr auto x = es::input<"x", es::shape<2>>;
constexpr auto layer = es::linear<"layer", 2, 1>;
constexpr auto loss = mean(layer(x));

int main() {
    es::variables vars{loss};
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.5f));
    trainer.step(vars, x = {1.0f, 2.0f});
    return vars[layer.bias](0) == -0.5f ? 0 : 1;
}
