// error: espalier::batch_norm<"name", C>(x): in training 'x' must be N, C, ... with a static sample axis
#include <espalier/core.hpp>
namespace es = espalier;
#ifdef REJECT
constexpr auto x = es::input<"x", es::shape<4>>;
#else
constexpr auto x = es::input<"x", es::shape<8, 4>>;
#endif
constexpr auto y = es::batch_norm<"b", 4>(x);
int main() {}
