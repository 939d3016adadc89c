// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("stack obeys the laws") {
    laws::hold([](auto a, auto b) { return stack<0>(a, b); }, laws::real<3>(), laws::real<3>());
    laws::constant_is_run_time([](auto a, auto b) { return es::stack<0>(a, b); }, laws::real<>(),
                               laws::real<>());
    laws::derivatives([](auto a, auto b) { return stack<-1>(a, b, a); }, laws::real<2, 3>(),
                      laws::real<2, 3>());
}

TEST_CASE("stack is torch's") {
    torch::agrees(
        "stack 1", [](auto a, auto b) { return stack<1>(a, b); }, laws::real<2, 3>(),
        laws::real<2, 3>());
}
