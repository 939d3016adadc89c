// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sinh") {
    laws::unary(es::sinh, {-3.0, -0.1, 0.0, 1.0, 2.5}, [](double x) { return std::sinh(x); });
}
