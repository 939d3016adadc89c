// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("subtract") {
    laws::binary([](auto a, auto b) { return a - b; }, [](double a, double b) { return a - b; });
}
