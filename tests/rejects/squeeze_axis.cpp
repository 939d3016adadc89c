// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::squeeze<Axis>(x): 'x' does not have this axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = squeeze<2>(x);
#else
constexpr auto y = squeeze<0>(es::unsqueeze<0>(x));
#endif
int main() {}
