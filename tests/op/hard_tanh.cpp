// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("hard_tanh obeys the laws") { laws::unary<-200, 200>(es::hard_tanh); }

TEST_CASE("hard_tanh is torch's, at kinks, infinities and NaN too") {
    torch::agrees("hard_tanh", es::hard_tanh, laws::real<17>());
}
