// error: espalier: the value bound to an input has another floating-point type
// error: {"x"}
#include <vector>

#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
int main() {
#ifdef REJECT
    std::vector<double> const xs(20);
#else
    std::vector<float> const xs(20);
#endif
    return static_cast<int>(es::evaluate(sum(x), x = es::batch(xs)));
}
