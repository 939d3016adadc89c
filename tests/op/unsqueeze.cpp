// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("unsqueeze obeys the laws") {
    laws::hold(es::unsqueeze<0>, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return unsqueeze<-1>(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return unsqueeze<0>(x); }, laws::real<>());
}

TEST_CASE("unsqueeze is torch's") {
    torch::agrees("unsqueeze 1", [](auto x) { return unsqueeze<1>(x); }, laws::real<2, 3, 4>());
}
