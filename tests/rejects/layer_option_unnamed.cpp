// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: a layer is called with expressions, or with options: es::stride = 2_c
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;
#ifdef REJECT
constexpr auto layer = es::conv2d<"c", 1, 2, 3, 3>(2);
#else
constexpr auto layer = es::conv2d<"c", 1, 2, 3, 3>(es::stride = 2_c);
#endif
int main() {}
