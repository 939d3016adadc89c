// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::group_norm<"name", Groups, C>: Groups must divide C
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 4, 3>>;
#ifdef REJECT
constexpr auto y = es::group_norm<"norm", 3, 4>(x);
#else
constexpr auto y = es::group_norm<"norm", 2, 4>(x);
#endif
int main() {}
