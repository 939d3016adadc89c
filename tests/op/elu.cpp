// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("elu obeys the laws") { laws::unary<-200, 200>(es::elu); }

TEST_CASE("elu is torch's, at kinks, infinities and NaN too") {
    torch::agrees("elu", es::elu, laws::real<17>());
    torch::agrees("elu 0.5", [](auto x) { return elu(x, es::alpha = 0.5_c); }, laws::real<17>());
}
