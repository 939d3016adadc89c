// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("softplus obeys the laws") { laws::unary<-400, 400>(es::softplus); }

TEST_CASE("softplus is torch's, at kinks, infinities and NaN too") {
    torch::agrees("softplus", es::softplus, laws::real<17>());
}
