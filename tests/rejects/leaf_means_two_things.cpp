// error: espalier: two leaves of one name differ in kind, shape, element type or in being frozen
// error: {"w"}
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto other = es::parameter<"other", es::shape<3>>;
constexpr auto loss = sum(w * x);
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
constexpr auto w2 = es::parameter<"w", es::shape<1>>;
int main() {
#ifdef REJECT
    (void)(w * w2);
#else
    (void)(w * w);
#endif
}
