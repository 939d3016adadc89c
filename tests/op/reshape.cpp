// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("reshape obeys the laws") {
    laws::hold([](auto x) { return reshape<4, 6>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return es::reshape<3>(x); }, laws::real<1, 3>());
    laws::derivatives([](auto x) { return reshape<>(x); }, laws::real<1, 1>());
}

TEST_CASE("reshape is torch's") {
    torch::agrees("reshape", [](auto x) { return reshape<4, 6>(x); }, laws::real<2, 3, 4>());
}
