// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("floor obeys the laws") { laws::unary<-300, 300>(es::floor); }

TEST_CASE("floor is torch's, at kinks, infinities and NaN too") {
    torch::agrees("floor", es::floor, laws::real<17>());
}
