// error: espalier: two leaves of one name differ in kind, shape, element type
// error: "w"
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto w = es::parameter<"w", es::shape<3>>;
#ifdef REJECT
constexpr auto v = es::input<"w", es::shape<3>>;
#else
constexpr auto v = es::input<"v", es::shape<3>>;
#endif
constexpr auto y = sum(w * v);
int main() {}
