// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("concat obeys the laws") {
    laws::hold([](auto a, auto b) { return concat<1>(a, b); }, laws::real<2, 3>(),
               laws::real<2, 2>());
    laws::constant_is_run_time([](auto a, auto b) { return es::concat<0>(a, b); }, laws::real<2>(),
                               laws::real<1>());
    laws::derivatives([](auto a, auto b) { return concat<-1>(a, b, a); }, laws::real<2, 17>(),
                      laws::real<2, 1>());
}

TEST_CASE("concat is torch's") {
    torch::agrees(
        "concat 1", [](auto a, auto b) { return concat<1>(a, b); }, laws::real<2, 3>(),
        laws::real<2, 2>());
}
