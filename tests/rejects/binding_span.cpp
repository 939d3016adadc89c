// error: espalier: the value bound to an input has another shape than the input
// error: {"x"}
#include <span>

#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<4>>;
constexpr auto z = es::input<"x", es::shape<10>>;
int main() {
    std::array<float, 10> const rows[4]{};
    std::span<std::array<float, 10> const, 4> const four(rows);
#ifdef REJECT
    return static_cast<int>(es::evaluate(sum(x), x = four));
#else
    return static_cast<int>(es::evaluate(sum(z), z = four));
#endif
}
