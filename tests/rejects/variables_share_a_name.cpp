// error: espalier: two leaves of one name, in the expressions of one es::variables
#include <espalier/core.hpp>
namespace es = espalier;
constexpr auto three = es::parameter<"w", es::shape<3>>;
constexpr auto four = es::parameter<"w", es::shape<4>>;
int main() {
#ifdef REJECT
    es::variables vars{sum(three), sum(four)};
#else
    es::variables vars{sum(three), mean(three)};
#endif
    (void)vars;
}
