// error: espalier::rnn, gru, lstm<"name", In, Hidden>(x, h, c): a state must have the shape [N,] Hidden
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 5, 3>>;
#ifdef REJECT
constexpr auto h = es::input<"h", es::shape<8>>;
#else
constexpr auto h = es::input<"h", es::shape<2, 8>>;
#endif
constexpr auto y = es::gru<"g", 3, 8>(x, h);
int main() {}
