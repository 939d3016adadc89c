// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("tanh obeys the laws") { laws::unary<-250, 250>(es::tanh); }

TEST_CASE("tanh is torch's, at kinks, infinities and NaN too") {
    torch::agrees("tanh", es::tanh, laws::real<17>());
}
