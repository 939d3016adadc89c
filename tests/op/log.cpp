// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("log obeys the laws") { laws::unary<10, 400>(es::log); }

TEST_CASE("log is torch's, at kinks, infinities and NaN too") {
    torch::agrees("log", es::log, laws::real<17>());
}
