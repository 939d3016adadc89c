// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("atan2") {
    laws::binary(es::atan2, [](double a, double b) { return std::atan2(a, b); });
}
