// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::split<Axis, Sizes...>(x): 'x' does not have this axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = split<2, 1, 2>(x);
#else
constexpr auto y = split<1, 1, 2>(x);
#endif
int main() {}
