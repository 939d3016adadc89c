// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("reciprocal") {
    laws::unary(es::reciprocal, {-3.0, -0.1, 0.2, 1.0, 2.5}, [](double x) { return 1 / x; });
}
