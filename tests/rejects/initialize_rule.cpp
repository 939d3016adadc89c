// error: espalier::initialize(vars, seed), (vars, rule, seed) or (vars, item, rule, seed)
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
es::variables vars{loss};
int main() {
#ifdef REJECT
    es::initialize(vars, 0.1f, 42);
#else
    es::initialize(vars, es::uniform, 42);
#endif
}
