// error: espalier: axes are template arguments: sum<0>(x), softmax<1>(x)
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
#ifdef REJECT
    (void)softmax(fc(x), 0);
#else
    (void)softmax<0>(fc(x));
#endif
}
