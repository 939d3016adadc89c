// error: espalier: an option of a layer is given twice
// error: "stride"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::stride = 2_c, es::stride = 3_c)(x);
#else
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::stride = 2_c, es::padding = 1_c)(x);
#endif
int main() {}
