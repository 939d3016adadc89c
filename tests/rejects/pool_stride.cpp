// error: espalier: stride, dilation and groups are whole numbers from 1 on, padding from 0 on
// error: "stride"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::max_pool2d<2, 2>(es::stride = es::constant<-1>)(x);
#else
constexpr auto y = es::max_pool2d<2, 2>(es::stride = 1_c)(x);
#endif
int main() {}
