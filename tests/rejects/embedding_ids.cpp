// error: espalier::embedding<"name", Num, Dim>(ids): 'ids' must be integers
#include <espalier/core.hpp>
namespace es = espalier;
#ifdef REJECT
constexpr auto ids = es::input<"ids", es::shape<5>>;
#else
constexpr auto ids = es::input<"ids", es::shape<5>, std::int32_t>;
#endif
constexpr auto y = es::embedding<"e", 10, 4>(ids);
int main() {}
