// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("atan") {
    laws::unary(es::atan, {-9.0, -0.1, 0.0, 0.5, 2.0}, [](double x) { return std::atan(x); });
}
