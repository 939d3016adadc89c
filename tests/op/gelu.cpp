// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("gelu") {
    laws::unary(es::gelu, {-3.0, -0.7, 0.0, 1.0, 3.0}, [](double x) { return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0))); });
}
