// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("pad obeys the laws") {
    laws::hold([](auto x) { return pad<1, 1, 2>(x); }, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return es::pad<0, 0, 1>(x); }, laws::real<2>());
    laws::derivatives([](auto x) { return pad<-1, 2, 0>(x, es::value = 3_c); },
                      laws::real<2, 1, 3>());
}

TEST_CASE("pad is torch's") {
    torch::agrees(
        "pad 1", [](auto x) { return pad<0, 1, 2>(x, es::value = 3_c); }, laws::real<2, 3>());
}
