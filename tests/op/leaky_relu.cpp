// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("leaky_relu") {
    laws::unary(es::leaky_relu, {-3.0, -0.7, 0.2, 1.0}, [](double x) { return x > 0 ? x : 0.01 * x; });
}
