// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("slice obeys the laws") {
    laws::hold([](auto x) { return slice<1, 1, 3>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return es::slice<0, 0, 2>(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return slice<-1, -3, 17>(x); }, laws::real<2, 17>());
    laws::derivatives([](auto x) { return transpose(slice<1, 0, 1>(x)); }, laws::real<1, 2>());
}

TEST_CASE("slice is torch's") {
    torch::agrees("slice 1", [](auto x) { return slice<1, 1, 3>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "slice 2 step", [](auto x) { return slice<2, 0, 4, 3>(x); }, laws::real<2, 3, 4>());
}
