// error: espalier: the shapes of the operands cannot be broadcast together
// error: add
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto a = es::input<"a", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto b = es::input<"b", es::shape<2>>;
#else
constexpr auto b = es::input<"b", es::shape<3>>;
#endif
constexpr auto c = a + b;
int main() {}
