// error: espalier::rnn, gru, lstm<"name", In, Hidden>(x): 'x' must have the shape [N,] L, In
#include <espalier/core.hpp>
namespace es = espalier;
#ifdef REJECT
constexpr auto x = es::input<"x", es::shape<5, 4>>;
#else
constexpr auto x = es::input<"x", es::shape<5, 3>>;
#endif
constexpr auto y = es::lstm<"l", 3, 8>(x);
int main() {}
