// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::log_det(a): the last two extents of 'a' must be equal
#include <espalier/core.hpp>

namespace es = espalier;
#ifdef REJECT
constexpr auto a = es::input<"a", es::shape<3, 2>>;
#else
constexpr auto a = es::input<"a", es::shape<3, 3>>;
#endif
constexpr auto y = log_det(a);
int main() {}
