// error: espalier::evaluate_into(e, out, ...): 'out' must be
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr float xs[2][3] = {{1, 2, 3}, {4, 5, 6}};
int main() {
#ifdef REJECT
    es::tensor<float, 3, 2> out{};
#else
    es::tensor<float, 2, 3> out{};
#endif
    es::evaluate_into(square(x), out, x = xs);
}
