// error: espalier: these variables have no entry for a parameter of that name
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
es::variables vars{loss};
int main() {
#ifdef REJECT
    es::initialize(vars, es::linear<"fd", 3, 2>, es::zeros, 42);
#else
    es::initialize(vars, fc, es::zeros, 42);
#endif
}
