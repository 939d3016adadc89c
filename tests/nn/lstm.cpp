// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "recurrent.hpp"

using namespace recurrent;

TEST_CASE("lstm has the values and gradients of torch") {
    constexpr auto layer = es::lstm<"layer", 3, 4, double>;
    constexpr auto y = layer(x, h, c);
    constexpr auto weighted = sum(y * s);
    static_assert(std::is_same_v<decltype(y)::shape_type, es::shape<2, 5, 4>>);
    es::variables vars{weighted};
    set_parameters(layer, vars);
    auto const xs = filled(x, 10);
    auto const hs = filled(h, 11);
    auto const cs = filled(c, 12);
    same(es::evaluate(y, vars, x = xs, h = hs, c = cs), reference::lstm::y);
    auto const g = es::gradient(weighted, es::wrt(x, h, c, layer), vars, x = xs, h = hs, c = cs,
                                s = filled(s, 20));
    same(g[x], reference::lstm::x);
    same(g[h], reference::lstm::h);
    same(g[c], reference::lstm::c);
    same(g[layer.weight_ih], reference::lstm::weight_ih);
    same(g[layer.weight_hh], reference::lstm::weight_hh);
    same(g[layer.bias_ih], reference::lstm::bias_ih);
    same(g[layer.bias_hh], reference::lstm::bias_hh);
}

TEST_CASE("lstm starts from zero, takes one sequence, and needs no bias") {
    constexpr auto one = es::input<"one", es::shape<5, 3>, double>;
    constexpr auto layer = es::lstm<"layer", 3, 4, double>(es::no_bias);
    constexpr auto y = layer(one);
    static_assert(std::is_same_v<decltype(y)::shape_type, es::shape<5, 4>>);
    es::variables vars{y};
    es::initialize(vars, 1);
    for (double w : vars[layer.weight_ih]) CHECK(std::abs(w) <= 0.5);  // 1 / sqrt(Hidden)
    auto const ones = filled(one, 0.5);
    constexpr auto weighted = sum(y * y);
    auto const g = es::gradient(weighted, es::wrt(one), vars, one = ones);
    for (es::index_t i = 0; i < 15; ++i) {
        auto up = ones, down = ones;
        up[i] += 1e-6;
        down[i] -= 1e-6;
        CHECK(g[one][i] == Approx((es::evaluate(weighted, vars, one = up) -
                                   es::evaluate(weighted, vars, one = down)) /
                                  2e-6)
                               .epsilon(1e-6)
                               .margin(1e-8));
    }
    // Each sample of a batch by itself.
    es::tensor<double, 2, 5, 3> twice{};
    for (es::index_t i = 0; i < 15; ++i) twice[i] = twice[15 + i] = ones[i];
    auto const single = es::evaluate(y, vars, one = ones);
    auto const batch = es::evaluate(layer(x), vars, x = twice);
    for (es::index_t i = 0; i < 20; ++i) {
        CHECK(batch[i] == Approx(single[i]).epsilon(1e-13));
        CHECK(batch[20 + i] == Approx(single[i]).epsilon(1e-13));
    }
}

TEST_CASE("lstm obeys the laws") {
    constexpr auto y = [](auto sequence) {
        using T = typename decltype(sequence)::value_type;
        return es::lstm<"f", 3, 2, T>(sequence);
    };
    laws::hold(y, laws::real<2, 4, 3>());
}
