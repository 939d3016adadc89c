// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::reshape<D...>(x): the product of the new extents must equal the number of elements of 'x'
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
#ifdef REJECT
constexpr auto y = reshape<4>(x);
#else
constexpr auto y = reshape<6>(x);
#endif
int main() {}
