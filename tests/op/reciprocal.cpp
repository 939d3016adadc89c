// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("reciprocal obeys the laws") { laws::unary<20, 300>(es::reciprocal); }

TEST_CASE("reciprocal is torch's, at kinks, infinities and NaN too") {
    torch::agrees("reciprocal", es::reciprocal, laws::real<17>());
}
