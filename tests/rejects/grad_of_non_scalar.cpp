// error: espalier: the gradient of a non-scalar needs a cotangent
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto other = es::parameter<"other", es::shape<3>>;
constexpr auto loss = sum(w * x);
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::grad(w * x, es::wrt(w));
#else
    (void)es::grad(sum(w * x), es::wrt(w));
#endif
}
