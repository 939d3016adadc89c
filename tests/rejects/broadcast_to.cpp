// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::broadcast_to<D...>(x): the shape of 'x' must broadcast to the new extents
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = broadcast_to<3, 2>(x);
#else
constexpr auto y = broadcast_to<4, 2, 3>(x);
#endif
int main() {}
