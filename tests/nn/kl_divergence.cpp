// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto loss = [](auto y, auto t) { return kl_divergence(y, t); };
constexpr auto total = [](auto y, auto t) { return es::kl_divergence(y, t, es::sum_reduction); };
constexpr auto each = [](auto y, auto t) { return kl_divergence(y, t, es::no_reduction); };

TEST_CASE("kl_divergence obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>{0.1, 1});
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::bounded<10, 100, 2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
}

TEST_CASE("kl_divergence is torch's, under each reduction") {
    torch::agrees("kl_divergence mean", loss, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("kl_divergence sum", total, laws::real<3, 4>(), laws::real<3, 4>());
    torch::agrees("kl_divergence none", each, laws::real<3, 4>(), laws::real<3, 4>());
}
