// error: write 2.0_c, or bind an input
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr float ts[2] = {1, 2};
int main() {
#ifdef REJECT
    (void)(fc(x) > ts);
#else
    (void)(fc(x) > t);
#endif
}
