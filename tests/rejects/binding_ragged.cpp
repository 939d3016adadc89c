// error: espalier: this kind of value cannot be bound
// error: {"x"}
#include <vector>

#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
int main() {
#ifdef REJECT
    std::vector<std::vector<float>> const xs(2, std::vector<float>(3));
#else
    std::vector<std::array<float, 3>> const xs(2);
#endif
    return static_cast<int>(es::evaluate(sum(x), x = xs));
}
