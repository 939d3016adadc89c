// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("flip obeys the laws") {
    laws::hold([](auto x) { return flip<0>(x); }, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return es::flip<-1>(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return flip<0, 2>(x); }, laws::real<2, 1, 3>());
}

TEST_CASE("flip is torch's") {
    torch::agrees("flip", [](auto x) { return flip<1>(x); }, laws::real<2, 3>());
    torch::agrees("flip 0 2", [](auto x) { return flip<0, 2>(x); }, laws::real<2, 3, 4>());
}
