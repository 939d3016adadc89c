// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sign") {
    laws::unary(es::sign, {-2.5, -0.3, 0.4}, [](double x) { return x > 0 ? 1.0 : -1.0; });
}
