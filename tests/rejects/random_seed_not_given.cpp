// error: espalier: the program draws random numbers (dropout); add 'es::rng = seed'
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
constexpr float xs[3] = {1, 2, 3};
constexpr auto y = es::dropout<"d">()(x);
int main() {
#ifdef REJECT
    (void)es::evaluate(y, x = xs);
#else
    (void)es::evaluate(y, x = xs, es::rng = 1);
#endif
}
