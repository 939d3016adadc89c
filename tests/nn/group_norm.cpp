// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("group_norm is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<3, 4, 5, 1>, double>;
    constexpr auto f = es::group_norm<"f", 2, 4, double>;
    namespace r = reference::group_norm;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1),
                       reference::with(f.bias, r::gradient_2));
}

TEST_CASE("group_norm of constant channels is torch's: the bias, and finite gradients") {
    constexpr auto z = es::parameter<"z", es::shape<3, 4, 5, 1>, double>;
    constexpr auto c = es::parameter<"c", es::shape<3, 1, 1, 1>, double>;
    constexpr auto f = es::group_norm<"f", 2, 4, double>;
    namespace r = reference::group_norm_constant;
    reference::compare(f(c + (z - es::stop_gradient(z))), r::value,
                       reference::with(z, r::gradient_0), reference::with(c, r::gradient_1),
                       reference::with(f.weight, r::gradient_2),
                       reference::with(f.bias, r::gradient_3));
}

TEST_CASE("group_norm obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::group_norm<"f", 2, 4, T>(x);
        },
        laws::real<2, 4, 3>());
}
