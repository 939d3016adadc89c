// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("depthwise_conv2d is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<1, 3, 5, 4>, double>;
    constexpr auto f = es::depthwise_conv2d<"f", 3, 3, 3, double>(es::padding = 1_c);
    namespace r = reference::depthwise_conv2d;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1),
                       reference::with(f.bias, r::gradient_2));
}

TEST_CASE("depthwise_conv2d obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::depthwise_conv2d<"f", 2, 3, 3, T>(es::padding = 1_c)(x);
        },
        laws::real<2, 5, 4>());
}
