// error: espalier::flatten<From>(x): es::flatten is an object
#include <espalier/core.hpp>

namespace es = espalier;

constexpr auto x = es::input<"x", es::shape<2, 3, 4>>;
#if defined(REJECT)
constexpr auto y = es::flatten<1>(x);
#else
constexpr auto y = flatten<1>(x);
#endif

int main() {
    es::tensor<float, 2, 3, 4> const value{};
    return static_cast<int>(es::evaluate(sum(y), x = value));
}
