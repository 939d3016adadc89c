// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("rsqrt obeys the laws") { laws::unary<20, 400>(es::rsqrt); }

TEST_CASE("rsqrt is torch's, at kinks, infinities and NaN too") {
    torch::agrees("rsqrt", es::rsqrt, laws::real<17>());
}
