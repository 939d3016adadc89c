// error: espalier::conv: groups must divide the channels In and Out
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<4, 8, 8>>;
#ifdef REJECT
constexpr auto y = es::conv2d<"c", 4, 6, 3, 3>(es::groups = 3_c)(x);
#else
constexpr auto y = es::conv2d<"c", 4, 6, 3, 3>(es::groups = 2_c)(x);
#endif
int main() {}
