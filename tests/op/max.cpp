// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("max obeys the laws") {
    laws::hold([](auto x) { return max<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return max<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::max(x); }, laws::real<>());
    laws::derivatives([](auto x) { return max(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::max<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("max is torch's, at ties too") {
    torch::agrees("max", [](auto x) { return max(x); }, laws::real<2, 3, 4>());
    torch::agrees("max 1", [](auto x) { return max<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "max 0 2 keep", [](auto x) { return max<0, 2>(x, es::keep_dims); }, laws::real<2, 3, 4>());
    torch::agrees("max ties", [](auto x) { return max<-1>(x); }, laws::real<3, 1, 4>());
}
