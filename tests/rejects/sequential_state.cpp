// error: espalier::sequential(f, ...): layers and functions without state
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 3>;
int main() {
#ifdef REJECT
    int captured = 0;
    auto const f = [captured](auto h) { return (void)captured, square(h); };
#else
    auto const f = [](auto h) { return square(h); };
#endif
    auto const net = es::sequential(fc, f);
    (void)net;
}
