// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("norm obeys the laws") {
    laws::hold([](auto x) { return norm<1>(x); }, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return norm(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return es::norm(x); }, laws::real<>());
    laws::derivatives([](auto x) { return es::norm<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("norm is torch's, at zero too") {
    torch::agrees("norm", [](auto x) { return norm(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "norm 0 2 keep", [](auto x) { return norm<0, 2>(x, es::keep_dims); },
        laws::real<2, 3, 4>());
    torch::agrees("norm 0", [](auto x) { return norm<1>(x); }, laws::real<2, 3>());
}
