// error: espalier::batch takes one or several whole samples of the input
// error: {"x"}
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<10>>;
int main() {
#ifdef REJECT
    std::array<float, 25> const xs{};
#else
    std::array<float, 20> const xs{};
#endif
    return static_cast<int>(es::evaluate(sum(x), x = es::batch(xs)));
}
