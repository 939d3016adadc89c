// error: write 2.0_c, or bind an input
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    (void)es::clamp(x, 0.0f, 1_c);
#else
    (void)es::clamp(x, 0_c, 1_c);
#endif
}
