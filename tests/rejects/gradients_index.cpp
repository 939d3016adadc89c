// error: espalier: gradients are indexed by a leaf or an expression
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
auto g = es::gradient(loss, vars, x = xs);
int main() {
#ifdef REJECT
    (void)g[fc];
#else
    (void)g[fc.weight];
#endif
}
