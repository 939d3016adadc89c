// error: espalier: a setting of a call is given twice
// error: "wrt"
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto h = square(x);
constexpr auto f = sum(h);
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    (void)es::gradient(f, es::wrt(x), es::wrt(h), x = xs);
#else
    (void)es::gradient(f, es::wrt(x, h), x = xs);
#endif
}
