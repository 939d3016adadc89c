// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("cos obeys the laws") { laws::unary<-300, 300>(es::cos); }

TEST_CASE("cos is torch's, at kinks, infinities and NaN too") {
    torch::agrees("cos", es::cos, laws::real<17>());
}
