// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("linear obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::linear<"f", 3, 2, T>(x);
        },
        laws::real<3>());
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::linear<"f", 3, 17, T>(es::no_bias)(x);
        },
        laws::real<2, 1, 3>());
}
