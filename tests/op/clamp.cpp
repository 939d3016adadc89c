// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("clamp obeys the laws") {
    laws::unary<-300, 300>([](auto x) { return clamp(x, -1_c, 1.5_c); });
    laws::hold(es::clamp, laws::real<2, 3>(), laws::real<3>{-1, 0}, laws::real<>{0, 1});
}

TEST_CASE("clamp is torch's, and passes the gradient at its bounds") {
    torch::agrees("clamp", [](auto x) { return clamp(x, -1_c, 2.5_c); }, laws::real<17>());
}
