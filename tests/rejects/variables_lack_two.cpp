// error: these variables have no entry for a parameter of that name
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto body = es::linear<"body", 3, 4>;
constexpr auto head = es::linear<"head", 4, 2>;
constexpr auto y = head(relu(body(x)));
constexpr float xs[3] = {1, 2, 3};
int main() {
#ifdef REJECT
    es::variables vars{body(x)};
#else
    es::variables vars{y};
#endif
    es::evaluate(y, vars, x = xs);
}
