// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

constexpr auto loss = [](auto y, auto t) { return huber(y, t); };
constexpr auto total = [](auto y, auto t) { return es::huber(y, t, es::sum_reduction); };
constexpr auto each = [](auto y, auto t) { return huber(y, t, es::no_reduction); };

TEST_CASE("huber obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>());
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::real<2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
}

TEST_CASE("huber is torch's, under each reduction") {
    torch::agrees("huber mean", loss, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("huber sum", total, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("huber none", each, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees(
        "huber 0.5 mean", [](auto y, auto t) { return huber(y, t, es::delta = 0.5_c); },
        laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees(
        "huber 0.5 none",
        [](auto y, auto t) { return huber(y, t, es::delta = 0.5_c, es::no_reduction); },
        laws::real<3, 4>(), laws::real<3, 4>());
}
