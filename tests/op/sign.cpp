// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("sign obeys the laws") { laws::unary<-200, 200>(es::sign); }

TEST_CASE("sign is torch's, at kinks, infinities and NaN too") {
    torch::agrees("sign", es::sign, laws::real<17>());
}
