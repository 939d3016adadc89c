// error: espalier::residual(f)(x): f(x) must have the shape of x
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
#ifdef REJECT
constexpr auto y = es::residual(es::linear<"fc", 10, 20>)(x);
#else
constexpr auto y = es::residual(es::linear<"fc", 10, 10>)(x);
#endif
int main() {}
