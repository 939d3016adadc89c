// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto columns = [](auto x, auto i) { return take<1>(x, i); };

TEST_CASE("take obeys the laws") {
    laws::hold(columns, laws::real<2, 3, 2>(), laws::index<3, 4>());
    laws::derivatives([](auto x, auto i) { return es::take<-1>(x, i); }, laws::real<17>(),
                      laws::index<17, 2, 2>());
    laws::derivatives([](auto x, auto i) { return take<0>(x, i); }, laws::real<1, 3>(),
                      laws::index<1, 2>());
}

TEST_CASE("take is torch's index_select") {
    torch::agrees("take 1", columns, laws::real<2, 3, 4>(), laws::index<3, 4>());
}
