// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::slice<Axis, Begin, End>(x): 'x' does not have this axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = slice<2, 0, 1>(x);
#else
constexpr auto y = slice<1, 0, 1>(x);
#endif
int main() {}
