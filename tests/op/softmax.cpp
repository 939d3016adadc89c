// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("softmax obeys the laws") {
    laws::hold(es::softmax<1>, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return softmax<-1>(x); }, laws::real<3>());
    laws::derivatives(es::softmax<0>, laws::real<1>());
    laws::derivatives(es::softmax<-1>, laws::real<17>());
    laws::derivatives([](auto x) { return softmax<-2>(x); }, laws::real<2, 1, 3, 2>());
}

TEST_CASE("softmax is torch's, without overflow") {
    torch::agrees("softmax 1", es::softmax<1>, laws::real<2, 3, 4>());
    torch::agrees("softmax far", es::softmax<-1>, laws::real<2, 3>());
}
