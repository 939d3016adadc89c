// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::shape: every extent is at least 1
#include <espalier/core.hpp>

namespace es = espalier;
#ifdef REJECT
constexpr auto y = abs(es::input<"x", es::shape<0, 3>>);
#else
constexpr auto y = abs(es::input<"x", es::shape<1, 3>>);
#endif
int main() {}
