// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("trace obeys the laws") {
    laws::hold([](auto x) { return trace(x); }, laws::real<3, 3>());
    laws::constant_is_run_time([](auto x) { return es::trace(x); }, laws::real<2, 2>());
    laws::derivatives([](auto x) { return trace(x); }, laws::real<1, 1>());
}

TEST_CASE("trace is torch's") {
    torch::agrees("trace", [](auto x) { return trace(x); }, laws::real<4, 4>());
}
