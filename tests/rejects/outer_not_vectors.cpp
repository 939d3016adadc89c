// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::outer(a, b): 'a' and 'b' must be vectors
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = outer(x, x);
#else
constexpr auto y = outer(flatten(x), flatten(x));
#endif
int main() {}
