// error: espalier: this layer has no such option
// error: "linear"
// error: "stride"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<10>>;
#ifdef REJECT
constexpr auto y = es::linear<"fc", 10, 20>(es::stride = 2_c)(x);
#else
constexpr auto y = es::linear<"fc", 10, 20>(es::no_bias)(x);
#endif
int main() {}
