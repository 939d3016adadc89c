// error: espalier: this rule of es::initialize has no such option
#include <espalier/core.hpp>
namespace es = espalier;
using namespace es::literals;
constexpr auto x = es::input<"x", es::shape<3>>;
constexpr auto t = es::input<"t", es::shape<2>>;
constexpr auto fc = es::linear<"fc", 3, 2>;
int main() {
    es::variables vars{fc(x)};
#ifdef REJECT
    es::initialize(vars, es::normal(es::gain = 2.0f), 42);
#else
    es::initialize(vars, es::normal(es::stddev = 2.0f), 42);
#endif
}
