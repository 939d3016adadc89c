// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("min obeys the laws") {
    laws::hold([](auto x) { return min<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return min<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::min(x); }, laws::real<>());
    laws::derivatives([](auto x) { return min(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::min<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("min is torch's, at ties too") {
    torch::agrees("min", [](auto x) { return min(x); }, laws::real<2, 3, 4>());
    torch::agrees("min 1", [](auto x) { return min<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "min 0 2 keep", [](auto x) { return min<0, 2>(x, es::keep_dims); }, laws::real<2, 3, 4>());
    torch::agrees("min ties", [](auto x) { return min<-1>(x); }, laws::real<3, 1, 4>());
}
