// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("square obeys the laws") { laws::unary<-200, 200>(es::square); }

TEST_CASE("square is torch's, at kinks, infinities and NaN too") {
    torch::agrees("square", es::square, laws::real<17>());
}
