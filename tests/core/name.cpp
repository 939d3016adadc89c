// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;

namespace {
template <es::fixed_string Name>
constexpr auto scaled(es::expression auto x) {
    return x * es::parameter<es::join(Name, ".scale"), es::shape<>>;
}
template <es::fixed_string Name>
inline constexpr auto block = es::linear<es::join("layers.", es::digits<12>, Name), 2, 2>;
}  // namespace

TEST_CASE("names are joined from names, literals and numbers") {
    static_assert(es::join("a", es::fixed_string(".b"), "") == es::fixed_string("a.b"));
    static_assert(es::digits<0>.view() == "0" && es::digits<9>.view() == "9");
    static_assert(es::digits<10>.view() == "10" && es::digits<4096>.view() == "4096");
    static_assert(std::is_same_v<decltype(block<".up">.weight),
                                 decltype(es::linear<"layers.12.up", 2, 2>.weight)>);

    constexpr auto x = es::input<"x", es::shape<>>;
    constexpr auto twice = scaled<"second">(scaled<"first">(x));
    es::variables vars{twice};
    vars[es::parameter<"first.scale", es::shape<>>] = 3;
    vars[es::parameter<"second.scale", es::shape<>>] = 5;
    CHECK(es::evaluate(twice, vars, x = 2.0f) == 30);
}
