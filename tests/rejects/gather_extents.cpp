// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::gather<Axis>(x, i): no extent of 'i' but that of the axis exceeds that of 'x'
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr auto i = es::input<"i", es::shape<2, 2>, std::int32_t>;
#ifdef REJECT
constexpr auto y = gather<1>(x, es::input<"j", es::shape<3, 2>, std::int32_t>);
#else
constexpr auto y = gather<1>(x, i);
#endif
int main() {}
