// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("cumsum obeys the laws") {
    laws::hold([](auto x) { return cumsum<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return es::cumsum<0>(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return cumsum<-1>(x); }, laws::real<17>());
}

TEST_CASE("cumsum is torch's") {
    torch::agrees("cumsum 1", [](auto x) { return cumsum<1>(x); }, laws::real<2, 3, 4>());
}
