// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("log1p") {
    laws::unary(es::log1p, {-0.5, -1e-9, 0.0, 1e-7, 2.5}, [](double x) { return std::log1p(x); });
}
