// error: espalier: an op that mixes samples (batch_norm in training) needs the batch in the shape
#include <espalier/core.hpp>
#include <vector>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<8, 4>>;
constexpr auto y = sum(square(es::batch_norm<"b", 4>(x)));
int main() {
    es::variables vars{y};
    std::vector<float> xs(64);
#ifdef REJECT
    return static_cast<int>(es::evaluate(y, vars, x = es::batch(xs)));
#else
    return static_cast<int>(es::evaluate(es::inference(y), vars, x = es::batch(xs)));
#endif
}
