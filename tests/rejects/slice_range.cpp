// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::slice<Axis, Begin, End>(x): 0 <= Begin < End <= extent must hold
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = slice<1, 1, 4>(x);
#else
constexpr auto y = slice<1, 1, 3>(x);
#endif
int main() {}
