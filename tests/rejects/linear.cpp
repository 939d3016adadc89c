// error: espalier::linear<"name", In, Out>(x): the last extent of 'x' must equal In
// error: fc2
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
constexpr auto fc1 = es::linear<"fc1", 10, 20>;
#ifdef REJECT
constexpr auto fc2 = es::linear<"fc2", 10, 5>;
#else
constexpr auto fc2 = es::linear<"fc2", 20, 5>;
#endif
constexpr auto y = fc2(relu(fc1(x)));
int main() {}
