// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("abs") {
    laws::unary(es::abs, {-2.5, -0.3, 0.4, 3.0, 7.0}, [](double x) { return std::abs(x); });
}

TEST_CASE("abs has subgradient 0 at 0") {
    constexpr auto x = es::input<"x", es::shape<1>>;
    CHECK(es::gradient(sum(abs(x)), es::wrt(x), x = {0.0f})[x](0) == 0.0f);
}
