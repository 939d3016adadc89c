// error: espalier::evaluate_into(e, out, ...): 'out' must be
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto w = es::parameter<"w", es::shape<3>>;
constexpr auto other = es::parameter<"other", es::shape<3>>;
constexpr auto loss = sum(w * x);
es::variables vars{loss};
constexpr float xs[3] = {1, 2, 3};
double wrong[3];
float right[3];
int main() {
#ifdef REJECT
    es::evaluate_into(w * x, wrong, vars, x = xs);
#else
    es::evaluate_into(w * x, right, vars, x = xs);
#endif
}
