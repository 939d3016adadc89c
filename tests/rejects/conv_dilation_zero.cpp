// error: espalier: stride, dilation and groups are whole numbers from 1 on, padding from 0 on
// error: "dilation"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::dilation = es::shape<1, 0>{})(x);
#else
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::dilation = es::shape<1, 2>{})(x);
#endif
int main() {}
