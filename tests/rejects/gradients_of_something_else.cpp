// error: espalier::value_and_gradient_into(g, ...): 'g' has other gradients than es::wrt(...) names
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = square(x);
constexpr auto f = sum(h);
constexpr float xs[3] = {1, 2, 3};
int main() {
    es::gradients g{f, es::wrt(x)};
#ifdef REJECT
    (void)es::value_and_gradient_into(g, f, es::wrt(h), x = xs);
#else
    (void)es::value_and_gradient_into(g, f, es::wrt(x), x = xs);
#endif
}
