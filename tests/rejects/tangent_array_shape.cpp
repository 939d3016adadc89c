// error: espalier: the value bound to an input has another shape than the input
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3}, d[2] = {1, 2};
int main() {
#ifdef REJECT
    (void)es::jvp(loss, vars, x = xs, es::tangent(x) = d);
#else
    (void)es::jvp(loss, vars, x = xs, es::tangent(x) = xs);
#endif
}
