// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("elu") {
    laws::unary(es::elu, {-3.0, -0.7, 0.2, 1.0, 800.0}, [](double x) { return x > 0 ? x : std::expm1(x); });
}
