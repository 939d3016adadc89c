// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("rsqrt") {
    laws::unary(es::rsqrt, {0.25, 0.5, 2.0, 9.0, 100.0}, [](double x) { return 1 / std::sqrt(x); });
}
