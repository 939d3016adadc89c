// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("multi_head_attention is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<2, 4, 6>, double>;
    constexpr auto f = es::multi_head_attention<"f", 6, 2, double>;
    namespace r = reference::attention;
    reference::compare(f(x, x, x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.in_proj_weight, r::gradient_1),
                       reference::with(f.in_proj_bias, r::gradient_2),
                       reference::with(f.out_proj.weight, r::gradient_3),
                       reference::with(f.out_proj.bias, r::gradient_4));
}

TEST_CASE("causal attention is torch's with its mask") {
    constexpr auto x = es::parameter<"x", es::shape<2, 4, 6>, double>;
    constexpr auto f = es::multi_head_attention<"f", 6, 2, double>(es::causal);
    namespace r = reference::causal_attention;
    reference::compare(f(x, x, x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.in_proj_weight, r::gradient_1),
                       reference::with(f.in_proj_bias, r::gradient_2),
                       reference::with(f.out_proj.weight, r::gradient_3),
                       reference::with(f.out_proj.bias, r::gradient_4));
}

TEST_CASE("attention to another sequence, of another length, is torch's") {
    constexpr auto q = es::parameter<"q", es::shape<3, 6>, double>;
    constexpr auto k = es::parameter<"k", es::shape<5, 6>, double>;
    constexpr auto v = es::parameter<"v", es::shape<5, 6>, double>;
    constexpr auto f = es::multi_head_attention<"f", 6, 3, double>;
    namespace r = reference::cross_attention;
    reference::compare(f(q, k, v), r::value, reference::with(q, r::gradient_0),
                       reference::with(k, r::gradient_1), reference::with(v, r::gradient_2),
                       reference::with(f.in_proj_weight, r::gradient_3),
                       reference::with(f.in_proj_bias, r::gradient_4),
                       reference::with(f.out_proj.weight, r::gradient_5),
                       reference::with(f.out_proj.bias, r::gradient_6));
}

TEST_CASE("multi_head_attention obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::multi_head_attention<"f", 4, 2, T>(x, x, x);
        },
        laws::real<2, 3, 4>());
}
