// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("logsumexp obeys the laws") {
    laws::hold([](auto x) { return logsumexp<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return logsumexp<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::logsumexp(x); }, laws::real<>());
    laws::derivatives([](auto x) { return logsumexp(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::logsumexp<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("logsumexp is torch's, at ties too") {
    torch::agrees("logsumexp", [](auto x) { return logsumexp(x); }, laws::real<2, 3, 4>());
    torch::agrees("logsumexp 1", [](auto x) { return logsumexp<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "logsumexp 0 2 keep", [](auto x) { return logsumexp<0, 2>(x, es::keep_dims); },
        laws::real<2, 3, 4>());
    torch::agrees("logsumexp ties", [](auto x) { return logsumexp<-1>(x); }, laws::real<3, 1, 4>());
}
