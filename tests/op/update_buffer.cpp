// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("update_buffer is the identity, and obeys the laws") {
    laws::hold_without_samples(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return exp(update_buffer(x, es::buffer<"m", es::shape<3>, T>, es::stop_gradient(x)));
        },
        laws::real<3>());
}
