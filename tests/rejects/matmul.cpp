// error: espalier::matmul(a, b): the columns of 'a' must equal the rows of 'b'
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto a = es::input<"a", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto b = es::input<"b", es::shape<2, 3>>;
#else
constexpr auto b = es::input<"b", es::shape<3, 2>>;
#endif
constexpr auto c = matmul(a, b);
int main() {}
