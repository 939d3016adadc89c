// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("atan2 obeys the laws") { laws::binary<30, 250>(es::atan2); }

TEST_CASE("atan2 is torch's, at ties, zeros, infinities and NaN too") {
    torch::agrees("atan2", es::atan2, laws::real<121>(), laws::real<121>());
}
