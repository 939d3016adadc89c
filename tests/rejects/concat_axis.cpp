// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::concat<Axis>(a, b): 'a' does not have this axis
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto a = es::input<"a", es::shape<2, 3>>;
constexpr auto b = es::input<"b", es::shape<2, 4>>;
#ifdef REJECT
constexpr auto y = concat<2>(a, b);
#else
constexpr auto y = concat<-1>(a, b);
#endif
int main() {}
