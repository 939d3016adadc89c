// error: espalier::multi_head_attention<"name", E, Heads>(q, k, v): q, k and v must be [N,] L, E
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto q = es::input<"q", es::shape<5, 8>>;
#ifdef REJECT
constexpr auto k = es::input<"k", es::shape<7, 6>>;
#else
constexpr auto k = es::input<"k", es::shape<7, 8>>;
#endif
constexpr auto y = es::multi_head_attention<"a", 8, 2>(q, k, k);
int main() {}
