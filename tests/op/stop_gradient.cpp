// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("stop_gradient obeys the laws, beside a path that is not stopped") {
    laws::float_agrees_with_double([](auto x) { return stop_gradient(x) * x; }, laws::real<2, 3>());
    laws::constant_is_run_time([](auto x) { return es::stop_gradient(x); }, laws::real<3>());
    laws::no_gradient(es::stop_gradient, laws::real<2, 3>());
    laws::no_gradient([](auto x) { return es::no_grad(es::exp)(x); }, laws::real<3>());
}

TEST_CASE("stop_gradient is torch's detach") {
    torch::agrees(
        "stop_gradient", [](auto x) { return stop_gradient(x) * x; }, laws::real<2, 3, 4>());
}
