// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("argmax has no gradient, and obeys the other laws") {
    laws::no_gradient([](auto x) { return argmax<1>(x); }, laws::real<2, 3, 4>());
    laws::no_gradient([](auto x) { return es::argmax<-1>(x); }, laws::real<17>());
}

TEST_CASE("argmax is torch's") {
    torch::value_agrees("argmax 1", [](auto x) { return argmax<1>(x); }, laws::real<2, 3, 4>());
}
