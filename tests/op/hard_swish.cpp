// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("hard_swish") {
    laws::unary(es::hard_swish, {-4.0, -0.7, 0.2, 2.5, 5.0}, [](double x) { return x < -3 ? 0.0 : x > 3 ? x : x * (x + 3) / 6; });
}
