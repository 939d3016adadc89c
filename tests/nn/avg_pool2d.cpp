// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("avg_pool2d is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 2, 7, 6>, double>;
    constexpr auto f = es::avg_pool2d<2, 2>;
    namespace r = reference::avg_pool2d;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0));
}

TEST_CASE("avg_pool2d with pairs of options counts the padding, as torch's") {
    using namespace es::literals;
    constexpr auto x = es::parameter<"x", es::shape<2, 2, 5, 6>, double>;
    constexpr auto f =
        es::avg_pool2d<3, 2>(es::stride = es::shape<1, 2>{}, es::padding = es::shape<1, 0>{});
    namespace r = reference::avg_pool2d_options;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0));
}

TEST_CASE("avg_pool2d obeys the laws") {
    laws::hold([](auto x) { return es::avg_pool2d<2, 2>(x); }, laws::real<2, 5, 4>());
}
