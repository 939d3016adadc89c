// error: espalier::residual(f): 'f' is a layer or a function without state
#include <espalier/core.hpp>
namespace es = espalier;
int main() {
#ifdef REJECT
    int captured = 0;
    auto const f = [captured](auto h) { return (void)captured, square(h); };
#else
    auto const f = [](auto h) { return square(h); };
#endif
    auto const added = es::residual(f);
    (void)added;
}
