// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("cosh obeys the laws") { laws::unary<-250, 250>(es::cosh); }

TEST_CASE("cosh is torch's, at kinks, infinities and NaN too") {
    torch::agrees("cosh", es::cosh, laws::real<17>());
}
