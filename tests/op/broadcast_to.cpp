// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("broadcast_to obeys the laws") {
    laws::hold([](auto x) { return broadcast_to<2, 3, 4>(x); }, laws::real<3, 1>());
    laws::constant_is_run_time([](auto x) { return es::broadcast_to<2>(x); }, laws::real<>());
    laws::derivatives([](auto x) { return broadcast_to<2, 17>(x); }, laws::real<17>());
}

TEST_CASE("broadcast_to is torch's") {
    torch::agrees(
        "broadcast_to", [](auto x) { return broadcast_to<2, 3, 4>(x); }, laws::real<3, 1>());
}
