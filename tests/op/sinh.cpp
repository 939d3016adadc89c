// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("sinh obeys the laws") { laws::unary<-250, 250>(es::sinh); }

TEST_CASE("sinh is torch's, at kinks, infinities and NaN too") {
    torch::agrees("sinh", es::sinh, laws::real<17>());
}
