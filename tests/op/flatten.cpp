// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("flatten obeys the laws") {
    laws::hold(es::flatten, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return flatten(x); }, laws::real<3>());
    laws::derivatives(es::flatten, laws::real<>());
    laws::derivatives([](auto x) { return flatten<-2>(x); }, laws::real<2, 2, 1, 3>());
}

TEST_CASE("flatten is torch's") {
    torch::agrees("flatten", es::flatten, laws::real<2, 3, 4>());
    torch::agrees("flatten 1", [](auto x) { return flatten<1>(x); }, laws::real<2, 3, 4>());
}
