// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("expm1") {
    laws::unary(es::expm1, {-3.0, -1e-9, 0.0, 1e-7, 2.5}, [](double x) { return std::expm1(x); });
}
