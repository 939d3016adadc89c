// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto loss = [](auto y, auto t) { return binary_cross_entropy_with_logits(y, t); };
constexpr auto total = [](auto y, auto t) {
    return es::binary_cross_entropy_with_logits(y, t, es::sum_reduction);
};
constexpr auto each = [](auto y, auto t) {
    return binary_cross_entropy_with_logits(y, t, es::no_reduction);
};

TEST_CASE("binary_cross_entropy_with_logits obeys the laws") {
    laws::hold(loss, laws::real<3, 4>(), laws::real<3, 4>{0.1, 1});
    laws::constant_is_run_time(loss, laws::real<2, 2>(), laws::bounded<10, 100, 2, 2>());
    laws::derivatives(total, laws::real<17>(), laws::real<17>{0.1, 1});
    laws::derivatives(each, laws::real<2, 1, 3>(), laws::real<2, 1, 3>{0.1, 1});
}

TEST_CASE("binary_cross_entropy_with_logits is torch's, under each reduction") {
    torch::agrees("binary_cross_entropy_with_logits mean", loss, laws::real<3, 4>(),
                  laws::real<3, 4>());
    torch::agrees("binary_cross_entropy_with_logits sum", total, laws::real<3, 4>(),
                  laws::real<3, 4>());
    torch::agrees("binary_cross_entropy_with_logits none", each, laws::real<3, 4>(),
                  laws::real<3, 4>());
}
