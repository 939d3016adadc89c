// error: espalier: the elements of a leaf are float or double, or std::int32_t
// error: "class"
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
#ifdef REJECT
constexpr auto index = es::input<"class", es::shape<>, std::int64_t>;
#else
constexpr auto index = es::input<"class", es::shape<>, std::int32_t>;
#endif
int main() {
    constexpr auto loss = es::cross_entropy(fc(x), index);
    es::variables vars{loss};
    return es::evaluate(loss, vars, x = {1, 2, 3}, index = 1) > 0 ? 0 : 1;
}
