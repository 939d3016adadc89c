// error: espalier: this function takes no such setting
// error: "cotangent"
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = square(x);
constexpr auto f = sum(h);
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::evaluate(f, es::cotangent = 1.f, x = xs);
#else
    (void)es::gradient(f, es::wrt(x), es::cotangent = 1.f, x = xs);
#endif
}
