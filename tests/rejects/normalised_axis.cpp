// error: espalier: a normalising layer does not fit: the normalised axis of 'x' must have the layer's extent
// error: "layer_norm"
#include <espalier/core.hpp>
namespace es = espalier;
#ifdef REJECT
constexpr auto x = es::input<"x", es::shape<8, 4>>;
#else
constexpr auto x = es::input<"x", es::shape<4, 8>>;
#endif
constexpr auto y = es::layer_norm<"n", 8>(x);
int main() {}
