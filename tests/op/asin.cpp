// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("asin") {
    laws::unary(es::asin, {-0.9, -0.1, 0.0, 0.5, 0.8}, [](double x) { return std::asin(x); });
}
