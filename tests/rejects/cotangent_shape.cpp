// error: espalier: the value bound to an input has another shape
// error: es::cotangent
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto other = es::parameter<"other", es::shape<3>>;
constexpr auto loss = sum(w * x);
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
constexpr float two[2] = {1, 2};
int main() {
#ifdef REJECT
    (void)es::gradient(w * x, es::cotangent = two, vars, x = xs);
#else
    (void)es::gradient(w * x, es::cotangent = xs, vars, x = xs);
#endif
}
