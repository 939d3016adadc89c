// error: espalier: an expression is not a bool: its value is known when the program runs
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<>>;
constexpr auto y = es::input<"y", es::shape<>>;
int main() {
#ifdef REJECT
    if (x < y) return 0;
#else
    constexpr auto smaller = where(x < y, x, y);
    (void)smaller;
#endif
}
