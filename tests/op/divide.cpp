// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("divide obeys the laws") {
    laws::binary<30, 300>([](auto a, auto b) { return a / b; });
}

TEST_CASE("divide is torch's, at ties, zeros, infinities and NaN too") {
    torch::agrees(
        "divide", [](auto a, auto b) { return a / b; }, laws::real<121>(), laws::real<121>());
}
