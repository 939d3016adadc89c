// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("add obeys the laws") {
    laws::binary<-200, 200>([](auto a, auto b) { return a + b; });
}

TEST_CASE("add is torch's, at ties, zeros, infinities and NaN too") {
    torch::agrees(
        "add", [](auto a, auto b) { return a + b; }, laws::real<121>(), laws::real<121>());
}
