// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("exp obeys the laws") { laws::unary<-300, 250>(es::exp); }

TEST_CASE("exp is torch's, at kinks, infinities and NaN too") {
    torch::agrees("exp", es::exp, laws::real<17>());
}
