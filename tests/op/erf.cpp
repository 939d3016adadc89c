// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("erf obeys the laws") { laws::unary<-200, 200>(es::erf); }

TEST_CASE("erf is torch's, at kinks, infinities and NaN too") {
    torch::agrees("erf", es::erf, laws::real<17>());
}
