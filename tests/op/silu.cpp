// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("silu obeys the laws") { laws::unary<-400, 400>(es::silu); }

TEST_CASE("silu is torch's, at kinks, infinities and NaN too") {
    torch::agrees("silu", es::silu, laws::real<17>());
}
