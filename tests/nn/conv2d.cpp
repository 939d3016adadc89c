// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("conv2d is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 3, 7, 6>, double>;
    constexpr auto f =
        es::conv2d<"f", 3, 4, 3, 2, double>(es::stride = es::shape<2, 1>{}, es::padding = 1_c);
    namespace r = reference::conv2d;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1),
                       reference::with(f.bias, r::gradient_2));
}

TEST_CASE("the sample axis of conv2d is optional") {
    constexpr auto f = es::conv2d<"f", 3, 4, 3, 2>;
    constexpr auto one = f(es::input<"x", es::shape<3, 7, 6>>);
    constexpr auto two = f(es::input<"x", es::shape<2, 3, 7, 6>>);
    static_assert(std::is_same_v<decltype(one)::shape_type, es::shape<4, 5, 5>>);
    static_assert(std::is_same_v<decltype(two)::shape_type, es::shape<2, 4, 5, 5>>);
}

TEST_CASE("conv2d with pairs of options, groups and no bias is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 4, 7, 8>, double>;
    constexpr auto f = es::conv2d<"f", 4, 6, 3, 3, double>(
        es::stride = es::shape<2, 1>{}, es::padding = es::shape<1, 0>{},
        es::dilation = es::shape<1, 2>{}, es::groups = 2_c, es::no_bias);
    namespace r = reference::conv2d_options;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1));
}

TEST_CASE("conv2d obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::conv2d<"f", 2, 3, 3, 2, T>(es::stride = es::shape<2, 1>{},
                                                  es::padding = 1_c)(x);
        },
        laws::real<2, 2, 5, 4>());
}
