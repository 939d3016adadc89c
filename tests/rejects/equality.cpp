// error: espalier: expressions have no operator==: write equal(a, b)
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto y = es::input<"y", es::shape<3>>;
#ifdef REJECT
constexpr auto m = x == y;
#else
constexpr auto m = equal(x, y);
#endif
int main() {}
