// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::cholesky(a): the last two extents of 'a' must be equal
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto a = es::input<"a", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = cholesky(a);
#else
constexpr auto y = cholesky(matmul(a, transpose(a)));
#endif
int main() {}
