// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("log1p obeys the laws") { laws::unary<-80, 300>(es::log1p); }

TEST_CASE("log1p is torch's, at kinks, infinities and NaN too") {
    torch::agrees("log1p", es::log1p, laws::real<17>());
}
