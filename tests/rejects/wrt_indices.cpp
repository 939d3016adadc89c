// error: espalier::wrt: an input of indices has no gradient
// error: {"i"}
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto i = es::input<"i", es::shape<2>, std::int32_t>;
constexpr auto loss = sum(es::take<0>(x, i));
constexpr float xs[3] = {1, 2, 3};
constexpr std::int32_t is[2] = {0, 2};
int main() {
#ifdef REJECT
    (void)es::gradient(loss, es::wrt(i), x = xs, i = is);
#else
    (void)es::gradient(loss, es::wrt(x), x = xs, i = is);
#endif
}
