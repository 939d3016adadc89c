// error: espalier: the value bound to an input has another shape than the input
// error: {"x"}
#include <vector>

#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
int main() {
#ifdef REJECT
    std::vector<std::array<float, 7>> const xs(10);
#else
    std::vector<std::array<float, 10>> const xs(7);
#endif
    return static_cast<int>(es::evaluate(sum(x), x = xs));
}
