// error: espalier: pooling takes [N,] C, H, W, no smaller than the window
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3, 4, 4>>;
#ifdef REJECT
constexpr auto y = es::max_pool2d<5, 5>(x);
#else
constexpr auto y = es::max_pool2d<4, 4>(x);
#endif
int main() {}
