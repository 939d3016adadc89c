// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::shape: at most 6 axes
#include <espalier/core.hpp>

namespace es = espalier;
#ifdef REJECT
constexpr auto x = es::input<"x", es::shape<1, 1, 1, 2, 1, 1, 1>>;
#else
constexpr auto x = es::input<"x", es::shape<1, 1, 2, 1, 1, 1>>;
#endif
int main() {}
