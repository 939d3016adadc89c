// error: espalier::dropout<"name">(p): p is a constant in the type: 0.5_c
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<10>>;
#ifdef REJECT
constexpr auto y = es::dropout<"d">(0.5)(x);
#else
constexpr auto y = es::dropout<"d">(0.5_c)(x);
#endif
int main() {}
