// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("mean obeys the laws") {
    laws::hold([](auto x) { return mean<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return mean<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::mean(x); }, laws::real<>());
    laws::derivatives([](auto x) { return mean(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::mean<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("mean is torch's, at ties too") {
    torch::agrees("mean", [](auto x) { return mean(x); }, laws::real<2, 3, 4>());
    torch::agrees("mean 1", [](auto x) { return mean<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "mean 0 2 keep", [](auto x) { return mean<0, 2>(x, es::keep_dims); },
        laws::real<2, 3, 4>());
    torch::agrees("mean ties", [](auto x) { return mean<-1>(x); }, laws::real<3, 1, 4>());
}

TEST_CASE("the variance of constants is torch's: its root has no derivative there") {
    torch::agrees(
        "variance", [](auto x) { return sqrt(mean<-1>(square(x - mean<-1>(x, es::keep_dims)))); },
        laws::real<2, 3>());
}
