// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("cos") {
    laws::unary(es::cos, {-3.0, -0.1, 0.0, 1.0, 12.5}, [](double x) { return std::cos(x); });
}
