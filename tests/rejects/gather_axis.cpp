// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::gather<Axis>(x, i): 'x' does not have this axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr auto i = es::input<"i", es::shape<2, 2>, std::int32_t>;
#ifdef REJECT
constexpr auto y = gather<2>(x, i);
#else
constexpr auto y = gather<1>(x, i);
#endif
int main() {}
