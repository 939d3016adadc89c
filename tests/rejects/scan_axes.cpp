// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::scan<Axis>(f, x, h): the state 'h' has too few axes
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3, 4>>;
constexpr auto h = es::input<"h", es::shape<3>>;
constexpr auto f = [](auto v, auto s) { return sum<0>(v) + s; };
#ifdef REJECT
constexpr auto y = scan<2>(f, x, h);
#else
constexpr auto y = scan<1>([](auto v, auto s) { return sum(v) + s; }, x, h);
#endif
int main() {}
