// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::triangular_solve(a, b): 'a' must be square, and 'b' must have as many rows
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto a = es::input<"a", es::shape<3, 3>>;
#ifdef REJECT
constexpr auto y = triangular_solve(a, es::input<"b", es::shape<2, 3>>);
#else
constexpr auto y = triangular_solve(a, es::input<"b", es::shape<3, 2>>);
#endif
int main() {}
