// error: espalier::wrt: a buffer is never differentiated
// error: mean
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto m = es::buffer<"mean", es::shape<3>>;
constexpr auto loss = sum(square(x - m));
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::gradient(loss, es::wrt(m), vars, x = xs);
#else
    (void)es::gradient(loss, es::wrt(x), vars, x = xs);
#endif
}
