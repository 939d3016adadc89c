// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: _c takes decimal numbers: 16_c, 0.5_c, 1e-6_c
#include <espalier/core.hpp>

using namespace espalier::literals;
#ifdef REJECT
constexpr auto n = 0x10_c;
#else
constexpr auto n = 16_c;
#endif
int main() {}
