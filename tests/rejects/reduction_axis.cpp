// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: a reduction names an axis that its operand does not have
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = sum<2>(x);
#else
constexpr auto y = sum<1>(x);
#endif
int main() {}
