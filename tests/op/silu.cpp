// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("silu") {
    laws::unary(es::silu, {-5.0, -0.7, 0.0, 1.0, 4.0}, [](double x) { return x / (1 + std::exp(-x)); });
}
