// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("log_softmax obeys the laws") {
    laws::hold(es::log_softmax<1>, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return log_softmax<-1>(x); }, laws::real<3>());
    laws::derivatives(es::log_softmax<0>, laws::real<1>());
    laws::derivatives(es::log_softmax<-1>, laws::real<17>());
    laws::derivatives([](auto x) { return log_softmax<-2>(x); }, laws::real<2, 1, 3, 2>());
}

TEST_CASE("log_softmax is torch's, without overflow") {
    torch::agrees("log_softmax 1", es::log_softmax<1>, laws::real<2, 3, 4>());
    torch::agrees("log_softmax far", es::log_softmax<-1>, laws::real<2, 3>());
}
