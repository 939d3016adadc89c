// error: espalier: options of layers are constants in the type: 2_c, 1e-6_c, or es::shape<2, 1>{} for a pair
// error: "stride"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 3, 4, 3, 3>(es::stride = 2)(x);
#else
constexpr auto y = es::conv2d<"c", 3, 4, 3, 3>(es::stride = 2_c)(x);
#endif
int main() {}
