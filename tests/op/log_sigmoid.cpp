// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("log_sigmoid obeys the laws") { laws::unary<-400, 400>(es::log_sigmoid); }

TEST_CASE("log_sigmoid is torch's, at kinks, infinities and NaN too") {
    torch::agrees("log_sigmoid", es::log_sigmoid, laws::real<17>());
}
