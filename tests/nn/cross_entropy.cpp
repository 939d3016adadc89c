// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto loss = [](auto y, auto t) { return cross_entropy(y, t); };
constexpr auto total = [](auto y, auto t) { return es::cross_entropy(y, t, es::sum_reduction); };
constexpr auto each = [](auto y, auto t) { return cross_entropy(y, t, es::no_reduction); };

TEST_CASE("cross_entropy obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>{0.1, 1});
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::bounded<10, 100, 2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
    laws::hold(loss, laws::real<2, 3, 4>(), laws::index<4, 2, 3>());
    laws::derivatives(each, laws::real<5>(), laws::index<5>());
}

TEST_CASE("cross_entropy is torch's, under each reduction") {
    torch::agrees("cross_entropy mean", loss, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("cross_entropy sum", total, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("cross_entropy none", each, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("cross_entropy classes mean", loss, laws::real<3, 4>(), laws::index<4, 3>());
    torch::agrees("cross_entropy classes sum", total, laws::real<3, 4>(), laws::index<4, 3>());
    torch::agrees("cross_entropy classes none", each, laws::real<3, 4>(), laws::index<4, 3>());
    torch::agrees("cross_entropy far mean", loss, laws::real<3, 4>(), laws::index<4, 3>());
}
