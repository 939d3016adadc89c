// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("negate obeys the laws") {
    laws::unary<-200, 200>([](auto x) { return -x; });
}

TEST_CASE("negate is torch's") {
    torch::agrees("negate", [](auto x) { return -x; }, laws::real<17>());
}
