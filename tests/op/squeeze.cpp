// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("squeeze obeys the laws") {
    laws::hold([](auto x) { return squeeze(x); }, laws::real<1, 3, 1>());
    laws::constant_is_run_time([](auto x) { return es::squeeze<0>(x); }, laws::real<1, 3>());
    laws::derivatives([](auto x) { return squeeze(x); }, laws::real<1, 1>());
}

TEST_CASE("squeeze is torch's") {
    torch::agrees("squeeze", [](auto x) { return squeeze(x); }, laws::real<1, 3, 1>());
    torch::agrees("squeeze -1", [](auto x) { return squeeze<-1>(x); }, laws::real<1, 3, 1>());
}
