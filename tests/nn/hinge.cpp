// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto loss = [](auto y, auto t) { return hinge(y, t); };
constexpr auto total = [](auto y, auto t) { return es::hinge(y, t, es::sum_reduction); };
constexpr auto each = [](auto y, auto t) { return hinge(y, t, es::no_reduction); };

TEST_CASE("hinge obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>());
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::real<2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
}

TEST_CASE("hinge is torch's, under each reduction") {
    torch::agrees("hinge mean", loss, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("hinge sum", total, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("hinge none", each, laws::real<3, 4>(), laws::real<3, 4>());
}
