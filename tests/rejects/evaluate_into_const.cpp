// error: espalier::evaluate_into(e, out, ...): 'out' must be
#include <span>

#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr float xs[3] = {1, 2, 3};
int main() {
    float room[3]{};
#ifdef REJECT
    std::span<float const> out(room);
#else
    std::span<float> out(room);
#endif
    es::evaluate_into(square(x), out, x = xs);
}
