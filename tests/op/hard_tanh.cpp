// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("hard_tanh") {
    laws::unary(es::hard_tanh, {-3.0, -0.7, 0.2, 1.5}, [](double x) { return x > 1 ? 1.0 : x < -1 ? -1.0 : x; });
}
