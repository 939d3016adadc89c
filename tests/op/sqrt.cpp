// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sqrt") {
    laws::unary(es::sqrt, {0.01, 0.5, 2.0, 9.0, 100.0}, [](double x) { return std::sqrt(x); });
}

TEST_CASE("sqrt has an infinite derivative at 0") {
    constexpr auto x = es::input<"x", es::shape<1>>;
    CHECK(std::isinf(es::gradient(sum(sqrt(x)), es::wrt(x), x = {0.0f})[x](0)));
}
