// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("gelu obeys the laws") { laws::unary<-300, 300>(es::gelu); }

TEST_CASE("gelu is torch's, at kinks, infinities and NaN too") {
    torch::agrees("gelu", es::gelu, laws::real<17>());
}
