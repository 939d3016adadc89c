// error: espalier: variables are made of expressions: es::variables vars{loss}
// error: "fc"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
#ifdef REJECT
    es::variables vars{fc(x), fc};
#else
    es::variables vars{fc.weight, fc.bias};
#endif
    (void)vars;
}
