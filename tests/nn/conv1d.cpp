// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("conv1d is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 4, 9>, double>;
    constexpr auto f =
        es::conv1d<"f", 4, 6, 3, double>(es::groups = 2_c, es::dilation = 2_c, es::no_bias);
    namespace r = reference::conv1d;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1));
}

TEST_CASE("conv1d obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::conv1d<"f", 2, 4, 3, T>(es::padding = 1_c, es::groups = 2_c)(x);
        },
        laws::real<2, 2, 7>());
}
