// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("acos obeys the laws") { laws::unary<-95, 95>(es::acos); }

TEST_CASE("acos is torch's, at kinks, infinities and NaN too") {
    torch::agrees("acos", es::acos, laws::real<17>());
}
