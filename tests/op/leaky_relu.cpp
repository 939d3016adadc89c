// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("leaky_relu obeys the laws") { laws::unary<-200, 200>(es::leaky_relu); }

TEST_CASE("leaky_relu is torch's, at kinks, infinities and NaN too") {
    torch::agrees("leaky_relu", es::leaky_relu, laws::real<17>());
    torch::agrees(
        "leaky_relu 0.2", [](auto x) { return leaky_relu(x, es::negative_slope = 0.2_c); },
        laws::real<17>());
}
