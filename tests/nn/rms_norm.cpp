// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("rms_norm by its formula") {
    constexpr auto x = es::parameter<"x", es::shape<4, 6>, double>;
    constexpr auto f = es::rms_norm<"f", 6, double>(es::eps = 1e-6_c);
    namespace r = reference::rms_norm;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1));
}

TEST_CASE("rms_norm of zeros: zeros, and finite gradients") {
    constexpr auto z = es::parameter<"z", es::shape<4, 6>, double>;
    constexpr auto f = es::rms_norm<"f", 6, double>(es::eps = 1e-6_c);
    namespace r = reference::rms_norm_zero;
    reference::compare(f(z - es::stop_gradient(z)), r::value, reference::with(z, r::gradient_0),
                       reference::with(f.weight, r::gradient_1));
}

TEST_CASE("rms_norm obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::rms_norm<"f", 6, T>(x);
        },
        laws::real<2, 6>());
}
