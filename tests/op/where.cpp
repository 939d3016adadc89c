// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("where obeys the laws") {
    laws::hold([](auto a, auto b) { return where(a < b, a * b, square(b)); }, laws::real<3, 1>(),
               laws::real<4>());
    laws::derivatives([](auto a, auto b) { return es::where(a > 0_c, a, b); }, laws::real<17>(),
                      laws::real<>());
    laws::constant_is_run_time([](auto a) { return where(a >= 0_c, a, exp(a)); }, laws::real<3>());
}

TEST_CASE("where is torch's") {
    torch::agrees(
        "where", [](auto a, auto b) { return where(a < b, a, b); }, laws::real<121>(),
        laws::real<121>());
}
