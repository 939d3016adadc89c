// error: espalier: one name is frozen in one place and trained in another
// error: fc.weight
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 3>;
#ifdef REJECT
constexpr auto y = sum(fc(relu(es::freeze(fc)(x))));
#else
constexpr auto y = sum(fc(relu(fc(x))));
#endif
int main() {
    es::variables vars{y};
    float const xs[3]{1, 2, 3};
    return es::evaluate(y, vars, x = xs) > 0 ? 1 : 0;
}
