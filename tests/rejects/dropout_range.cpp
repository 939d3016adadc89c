// error: espalier::dropout<"name">(p): p must be at least 0 and less than 1
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<10>>;
#ifdef REJECT
constexpr auto y = es::dropout<"d">(1_c)(x);
#else
constexpr auto y = es::dropout<"d">(0_c)(x);
#endif
int main() {}
