// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sin") {
    laws::unary(es::sin, {-3.0, -0.1, 0.0, 1.0, 12.5}, [](double x) { return std::sin(x); });
}
