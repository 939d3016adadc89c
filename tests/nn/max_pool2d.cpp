// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("max_pool2d is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 2, 7, 6>, double>;
    constexpr auto f = es::max_pool2d<3, 3>(es::stride = 2_c, es::padding = 1_c);
    namespace r = reference::max_pool2d;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0));
}

TEST_CASE("max_pool2d of one sample with pairs of options is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<3, 5, 6>, double>;
    constexpr auto f =
        es::max_pool2d<2, 3>(es::stride = es::shape<2, 1>{}, es::padding = es::shape<0, 1>{});
    namespace r = reference::max_pool2d_options;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0));
}

TEST_CASE("max_pool2d obeys the laws") {
    laws::hold([](auto x) { return es::max_pool2d<3, 2>(es::stride = 2_c, es::padding = 1_c)(x); },
               laws::real<2, 5, 4>());
}
