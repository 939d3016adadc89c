// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("inverse obeys the laws") {
    laws::hold(es::inverse, laws::real<3, 3>());
    laws::constant_is_run_time([](auto a) { return inverse(a); }, laws::real<2, 2>());
    laws::derivatives(es::inverse, laws::real<1, 1>{1, 2});
    laws::derivatives(es::inverse, laws::real<2, 1, 2, 2>());
}

TEST_CASE("inverse is torch's") { torch::agrees("inverse", es::inverse, laws::real<2, 3, 3>()); }

TEST_CASE("inverse changes rows where a pivot is 0") {
    constexpr auto a = es::input<"a", es::shape<2, 2>, double>;
    CHECK(es::evaluate(inverse(a), a = {{0.0, 2.0}, {4.0, 0.0}}) ==
          es::tensor<double, 2, 2>{0, 0.25, 0.5, 0});
}
