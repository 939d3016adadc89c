// error: espalier::jacobian: es::forward_mode goes from inputs and parameters
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = square(x);
constexpr auto f = sum(h);
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::jacobian(h * h, es::wrt(h), es::forward_mode, x = xs);
#else
    (void)es::jacobian(h * h, es::wrt(h), es::reverse_mode, x = xs);
#endif
}
