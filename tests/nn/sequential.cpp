// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sequential obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::sequential(es::linear<"f", 3, 4, T>, es::tanh, es::linear<"g", 4, 2, T>)(x);
        },
        laws::real<2, 3>());
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::residual(es::sequential(es::linear<"f", 3, 3, T>, es::tanh))(x);
        },
        laws::real<3>());
}
