// error: write 2.0_c, or bind an input
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
constexpr auto loss = sum(square(fc(x)));
int main() {
#ifdef REJECT
    (void)pow(x, 2);
#else
    (void)pow(x, 2_c);
#endif
}
