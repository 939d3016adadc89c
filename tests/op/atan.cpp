// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("atan obeys the laws") { laws::unary<-300, 300>(es::atan); }

TEST_CASE("atan is torch's, at kinks, infinities and NaN too") {
    torch::agrees("atan", es::atan, laws::real<17>());
}
