// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("pow") {
    laws::binary(es::pow, [](double a, double b) { return std::pow(a, b); });
}

TEST_CASE("pow at zero") {
    constexpr auto a = es::input<"a", es::shape<2>, double>;
    constexpr auto b = es::input<"b", es::shape<2>, double>;
    auto const g = es::gradient(sum(pow(a, b)), es::wrt(a, b), a = {0.0, 0.0}, b = {2.0, 0.0});
    CHECK(g[a](0) == 0.0);
    CHECK(g[a](1) == 0.0);
    CHECK(g[b](0) == 0.0);
    CHECK(g[b](1) == 0.0);
}
