// error: espalier: stride, dilation and groups are whole numbers from 1 on, padding from 0 on
// error: "stride"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::stride = 0.5_c)(x);
#else
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::stride = 2_c)(x);
#endif
int main() {}
