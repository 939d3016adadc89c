// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sigmoid") {
    laws::unary(es::sigmoid, {-30.0, -2.0, 0.0, 1.0, 30.0}, [](double x) { return 1 / (1 + std::exp(-x)); });
}
