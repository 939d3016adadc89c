// error: espalier::wrt: this leaf is frozen; it has no gradient
// error: fc.weight
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
    es::variables vars{fc(x)};
#ifdef REJECT
    (void)es::gradient(es::mse(es::freeze(fc)(x), t), es::wrt(fc), vars, x = {1, 2, 3}, t = {1, 2});
#else
    (void)es::gradient(es::mse(fc(x), t), es::wrt(fc), vars, x = {1, 2, 3}, t = {1, 2});
#endif
}
