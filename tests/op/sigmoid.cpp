// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("sigmoid obeys the laws") { laws::unary<-400, 400>(es::sigmoid); }

TEST_CASE("sigmoid is torch's, at kinks, infinities and NaN too") {
    torch::agrees("sigmoid", es::sigmoid, laws::real<17>());
}
