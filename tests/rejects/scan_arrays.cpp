// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// error: 'f' reads more than 23 arrays besides its state
#include <espalier/core.hpp>

namespace es = espalier;
constexpr auto x = es::input<"x", es::shape<2, 3>>;
constexpr auto h = es::input<"h", es::shape<3>>;
template <int I>
constexpr auto w =
    es::parameter<es::fixed_string<2>{{static_cast<char>('A' + I), 0}}, es::shape<3>>;
template <int... I>
constexpr auto product(std::integer_sequence<int, I...>) {
    return scan<0>([](auto v, auto s) { return v + (s * ... * w<I>); }, x, h);
}
#ifdef REJECT
constexpr auto y = product(std::make_integer_sequence<int, 23>{});
#else
constexpr auto y = product(std::make_integer_sequence<int, 11>{});
#endif
int main() {}
