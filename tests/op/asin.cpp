// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("asin obeys the laws") { laws::unary<-95, 95>(es::asin); }

TEST_CASE("asin is torch's, at kinks, infinities and NaN too") {
    torch::agrees("asin", es::asin, laws::real<17>());
}
