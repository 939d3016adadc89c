// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("a Hessian-vector product is the difference of gradients along the direction") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto fc = es::linear<"fc", 3, 4, double>;
    constexpr auto loss = mean(square(tanh(fc(x))));
    es::variables vars{loss};
    es::initialize(vars, es::normal, 5);
    es::tensor<double, 4, 3> direction{};
    for (es::index_t i = 0; i < 12; ++i) direction[i] = 0.1 * static_cast<double>(i) - 0.4;
    auto const p =
        es::hvp(loss, es::wrt(fc), vars, x = {0.3, -0.2, 0.9}, es::tangent(fc.weight) = direction);
    double const h = 1e-5;
    auto up = vars, down = vars;
    for (es::index_t i = 0; i < 12; ++i) {
        up[fc.weight][i] += h * direction[i];
        down[fc.weight][i] -= h * direction[i];
    }
    auto const g_up = es::gradient(loss, up, x = {0.3, -0.2, 0.9});
    auto const g_down = es::gradient(loss, down, x = {0.3, -0.2, 0.9});
    for (es::index_t i = 0; i < 12; ++i)
        CHECK(p[fc.weight][i] == Approx((g_up[fc.weight][i] - g_down[fc.weight][i]) / (2 * h))
                                     .epsilon(1e-7)
                                     .margin(1e-9));
    for (es::index_t i = 0; i < 4; ++i)
        CHECK(p[fc.bias][i] ==
              Approx((g_up[fc.bias][i] - g_down[fc.bias][i]) / (2 * h)).epsilon(1e-7).margin(1e-9));
}

TEST_CASE("the second derivative of a linear function is zero") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto w = es::parameter<"w", es::shape<3>, double>;
    constexpr auto f = sum(w * x);
    es::variables vars{f};
    vars[w] = es::tensor<double, 3>{1, 2, 3};
    auto const p =
        es::hvp(f, es::wrt(w), vars, x = {1.0, 1.0, 1.0}, es::tangent(w) = {1.0, 2.0, 3.0});
    CHECK(p[w] == es::tensor<double, 3>{0, 0, 0});
}
