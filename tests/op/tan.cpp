// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("tan obeys the laws") { laws::unary<-130, 130>(es::tan); }

TEST_CASE("tan is torch's, at kinks, infinities and NaN too") {
    torch::agrees("tan", es::tan, laws::real<17>());
}
