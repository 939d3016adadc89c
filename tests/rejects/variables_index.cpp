// error: espalier: variables are indexed by a parameter or buffer: vars[fc.weight]
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
es::variables vars{loss};
int main() {
#ifdef REJECT
    (void)vars[fc];
#else
    (void)vars[fc.weight];
#endif
}
