// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::unsqueeze<Axis>(x): Axis is at most the rank of 'x'
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = unsqueeze<3>(x);
#else
constexpr auto y = unsqueeze<2>(x);
#endif
int main() {}
