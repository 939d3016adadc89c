// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier: an integer _c has at most 18 digits
#include <espalier/core.hpp>

using namespace espalier::literals;
#ifdef REJECT
constexpr auto n = 1234567890123456789_c;
#else
constexpr auto n = 123456789012345678_c;
#endif
int main() {}
