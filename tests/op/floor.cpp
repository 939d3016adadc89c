// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("floor") {
    laws::unary(es::floor, {-2.5, -0.3, 0.4}, [](double x) { return std::floor(x); });
}
