// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("outer obeys the laws") {
    laws::hold([](auto a, auto b) { return outer(a, b); }, laws::real<3>(), laws::real<5>());
    laws::constant_is_run_time([](auto a, auto b) { return es::outer(a, b); }, laws::real<2>(),
                               laws::real<2>());
    laws::derivatives([](auto a, auto b) { return outer(a, b); }, laws::real<1>(), laws::real<1>());
}

TEST_CASE("outer is torch's") {
    torch::agrees(
        "outer", [](auto a, auto b) { return outer(a, b); }, laws::real<3>(), laws::real<5>());
}
