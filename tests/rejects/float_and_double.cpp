// error: espalier: an expression has one element type (float or double)
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
#ifdef REJECT
constexpr auto y = es::input<"y", es::shape<3>, double>;
#else
constexpr auto y = es::input<"y", es::shape<3>, float>;
#endif
constexpr auto z = x * y;
int main() {}
