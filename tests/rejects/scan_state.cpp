// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: espalier::scan<Axis>(f, x, h): 'f' must return a state of the shape of 'h'
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr auto h = es::input<"h", es::shape<3>>;
#ifdef REJECT
constexpr auto y = scan<0>([](auto v, auto s) { return sum(v + s); }, x, h);
#else
constexpr auto y = scan<0>([](auto v, auto s) { return v + s; }, x, h);
#endif
int main() {}
