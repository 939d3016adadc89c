// error: espalier::conv(x): 'x' must be [N,] C, H, W (conv1d: [N,] C, L) with the layer's input channels
// error: 3, 8, 8
#include <espalier/core.hpp>
namespace es = espalier;
#ifdef REJECT
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#else
constexpr auto x = es::input<"x", es::shape<4, 8, 8>>;
#endif
constexpr auto y = es::conv2d<"c", 4, 6, 3, 3>(x);
int main() {}
