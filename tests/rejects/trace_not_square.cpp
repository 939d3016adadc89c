// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::trace(x): 'x' must be a square matrix
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = trace(x);
#else
constexpr auto y = trace(slice<1, 0, 2>(x));
#endif
int main() {}
