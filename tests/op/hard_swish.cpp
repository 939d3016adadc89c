// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("hard_swish obeys the laws") { laws::unary<-450, 450>(es::hard_swish); }

TEST_CASE("hard_swish is torch's, at kinks, infinities and NaN too") {
    torch::agrees("hard_swish", es::hard_swish, laws::real<17>());
}
