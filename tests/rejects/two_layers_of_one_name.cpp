// error: espalier: two leaves of one name differ in kind, shape or element type
// error: fc.weight
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto first = es::linear<"fc", 3, 4>;
#ifdef REJECT
constexpr auto second = es::linear<"fc", 4, 3>;
#else
constexpr auto second = es::linear<"fc2", 4, 3>;
#endif
constexpr auto y = sum(second(relu(first(x))));
int main() {
    es::variables vars{y};
    float const xs[3]{1, 2, 3};
    return es::evaluate(y, vars, x = xs) > 0 ? 1 : 0;
}
