// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("square") {
    laws::unary(es::square, {-2.5, 0.0, 0.4, 3.0, 1.5}, [](double x) { return x * x; });
}
