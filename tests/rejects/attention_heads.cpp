// error: espalier::multi_head_attention<"name", E, Heads>: Heads must divide E
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto q = es::input<"q", es::shape<5, 8>>;
#ifdef REJECT
constexpr auto y = es::multi_head_attention<"a", 8, 3>(q, q, q);
#else
constexpr auto y = es::multi_head_attention<"a", 8, 4>(q, q, q);
#endif
int main() {}
