// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("log") {
    laws::unary(es::log, {0.01, 0.5, 1.0, 2.0, 30.0}, [](double x) { return std::log(x); });
}
