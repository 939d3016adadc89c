// error: espalier: targets are class indices (an input of std::int32_t), or one-hot rows
// error: shape<2>
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
#ifdef REJECT
    (void)es::cross_entropy(fc(x), es::input<"class", es::shape<>>);
#else
    (void)es::cross_entropy(fc(x), es::input<"class", es::shape<>, std::int32_t>);
    (void)es::cross_entropy(fc(x), t);
#endif
}
