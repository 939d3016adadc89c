// error: espalier: this function takes no such setting
// error: "forward_mode"
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = square(x);
constexpr auto f = sum(h);
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::evaluate(f, es::forward_mode, x = xs);
#else
    (void)es::jacobian(f, es::wrt(x), es::forward_mode, x = xs);
#endif
}
