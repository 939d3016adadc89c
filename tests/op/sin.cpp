// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("sin obeys the laws") { laws::unary<-300, 300>(es::sin); }

TEST_CASE("sin is torch's, at kinks, infinities and NaN too") {
    torch::agrees("sin", es::sin, laws::real<17>());
}
