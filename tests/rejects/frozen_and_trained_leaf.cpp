// error: espalier: two leaves of one name differ in kind, shape, element type or in being frozen
// error: "w"
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
#ifdef REJECT
constexpr auto v = es::freeze(w);
#else
constexpr auto v = es::stop_gradient(w);
#endif
constexpr auto y = sum(w * x + v);
int main() {}
