// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("relu") {
    laws::unary(es::relu, {-3.0, -0.7, 0.2, 1.0}, [](double x) { return x > 0 ? x : 0.0; });
}

TEST_CASE("relu has subgradient 0 at 0 and lets NaN through") {
    constexpr auto x = es::input<"x", es::shape<2>>;
    auto const r = es::value_and_gradient(sum(relu(x)), es::wrt(x),
                                          x = {0.0f, __builtin_nanf("")});
    CHECK(r.gradient[x](0) == 0.0f);
    CHECK(std::isnan(r.value));
}
