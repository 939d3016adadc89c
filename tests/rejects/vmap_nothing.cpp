// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::vmap<B>(e, x...): at least one sample of at least one input
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = es::vmap<4>(sum(x));
#else
constexpr auto y = es::vmap<4>(sum(x), x);
#endif
int main() {}
