// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("dot obeys the laws") {
    laws::hold([](auto a, auto b) { return dot(a, b); }, laws::real<7>(), laws::real<7>());
    laws::constant_is_run_time([](auto a, auto b) { return es::dot(a, b); }, laws::real<2>(),
                               laws::real<2>());
    laws::derivatives([](auto a, auto b) { return dot(a, b); }, laws::real<1>(), laws::real<1>());
}

TEST_CASE("dot is torch's") {
    torch::agrees(
        "dot", [](auto a, auto b) { return dot(a, b); }, laws::real<7>(), laws::real<7>());
}
