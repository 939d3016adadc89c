// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("expm1 obeys the laws") { laws::unary<-300, 250>(es::expm1); }

TEST_CASE("expm1 is torch's, at kinks, infinities and NaN too") {
    torch::agrees("expm1", es::expm1, laws::real<17>());
}
