// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("transpose obeys the laws") {
    laws::hold([](auto x) { return transpose(x); }, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return es::transpose(x); }, laws::real<2, 1>());
    laws::derivatives([](auto x) { return transpose<1, 2, 0>(x); }, laws::real<2, 3, 4>());
    laws::derivatives([](auto x) { return transpose<0, -1, -2>(x); }, laws::real<2, 3, 4>());
    laws::derivatives([](auto x) { return transpose(x); }, laws::real<5>());
    laws::derivatives([](auto x) { return transpose(x); }, laws::real<>());
}

TEST_CASE("transpose is torch's") {
    torch::agrees("transpose", [](auto x) { return transpose(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "transpose 1 2 0", [](auto x) { return transpose<1, 2, 0>(x); }, laws::real<2, 3, 4>());
}
