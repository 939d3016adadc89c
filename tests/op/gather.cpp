// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto along = [](auto x, auto i) { return gather<1>(x, i); };

TEST_CASE("gather obeys the laws") {
    laws::hold(along, laws::real<2, 3>(), laws::index<3, 2, 4>());
    laws::derivatives([](auto x, auto i) { return es::gather<-1>(x, i); }, laws::real<17>(),
                      laws::index<17, 5>());
    laws::derivatives([](auto x, auto i) { return gather<0>(x, i); }, laws::real<3, 1, 2>(),
                      laws::index<3, 4, 1, 2>());
}

TEST_CASE("gather is torch's") {
    torch::agrees("gather 1", along, laws::real<2, 3>(), laws::index<3, 2, 3>());
    torch::agrees(
        "gather 0", [](auto x, auto i) { return gather<0>(x, i); }, laws::real<3, 3>(),
        laws::index<3, 2, 3>());
}
