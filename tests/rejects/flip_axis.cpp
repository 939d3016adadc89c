// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::flip<Axes...>(x): 'x' does not have one of these axes
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = flip<2>(x);
#else
constexpr auto y = flip<1>(x);
#endif
int main() {}
