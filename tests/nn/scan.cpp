// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("scan obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::scan<0>([](auto v, auto h, auto w) { return tanh(v + matmul(h, w)); }, x,
                               es::parameter<"h", es::shape<3>, T>,
                               es::parameter<"w", es::shape<3, 3>, T>);
        },
        laws::real<4, 3>());
}
