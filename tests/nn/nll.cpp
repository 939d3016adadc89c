// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto loss = [](auto y, auto t) { return nll(y, t); };
constexpr auto total = [](auto y, auto t) { return es::nll(y, t, es::sum_reduction); };
constexpr auto each = [](auto y, auto t) { return nll(y, t, es::no_reduction); };

TEST_CASE("nll obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>{0.1, 1});
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::bounded<10, 100, 2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
    laws::hold(loss, laws::real<2, 3, 4>(), laws::index<4, 2, 3>());
    laws::derivatives(each, laws::real<5>(), laws::index<5>());
}

TEST_CASE("nll is torch's, under each reduction") {
    torch::agrees("nll mean", loss, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("nll sum", total, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("nll none", each, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("nll classes mean", loss, laws::real<3, 4>(), laws::index<4, 3>());
    torch::agrees("nll classes sum", total, laws::real<3, 4>(), laws::index<4, 3>());
    torch::agrees("nll classes none", each, laws::real<3, 4>(), laws::index<4, 3>());
}
