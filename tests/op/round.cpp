// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("round") {
    laws::unary(es::round, {-2.6, -0.3, 0.4, 1.7}, [](double x) { return std::nearbyint(x); });
}

TEST_CASE("round takes halves to even") {
    constexpr auto x = es::input<"x", es::shape<4>>;
    CHECK(es::evaluate(round(x), x = {0.5f, 1.5f, 2.5f, -0.5f}) == es::tensor<float, 4>{0, 2, 2, -0.0f});
}
