// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::transpose<Perm...>(x): Perm must name each axis of 'x' once
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = transpose<1, 1>(x);
#else
constexpr auto y = transpose<1, 0>(x);
#endif
int main() {}
