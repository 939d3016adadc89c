// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("global_avg_pool is torch's mean") {
    constexpr auto x = es::parameter<"x", es::shape<2, 3, 4, 5>, double>;
    constexpr auto f = es::global_avg_pool;
    namespace r = reference::global_avg_pool;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0));
}

TEST_CASE("global_avg_pool obeys the laws") {
    laws::hold([](auto x) { return es::global_avg_pool(x); }, laws::real<2, 3, 5, 4>());
}
