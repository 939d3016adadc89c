// error: espalier: stride, dilation and groups are whole numbers from 1 on, padding from 0 on
// error: "padding"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::padding = es::constant<-1>)(x);
#else
constexpr auto y = es::conv2d<"c", 3, 6, 3, 3>(es::padding = es::constant<1>)(x);
#endif
int main() {}
