// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: names that begin with es:: are the library's own; rename the leaf
#include <espalier/core.hpp>

namespace es = espalier;
#ifdef REJECT
constexpr auto w = es::input<"es::weights", es::shape<>>;
#else
constexpr auto w = es::input<"weights", es::shape<>>;
#endif
int main() {}
