// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("value and directional derivative along an input and a parameter at once") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2, 2>, double>;
    constexpr auto y = square(matmul(w, x));
    es::variables vars{y};
    vars[w] = es::tensor<double, 2, 2>{1, 2, 3, 4};
    // h = (5, 11); dh = w dx + dw x = (1, 3) + (2, 0)
    double const dw[2][2] = {{0, 1}, {2, -1}};
    auto const d =
        es::jvp(y, vars, x = {1.0, 2.0}, es::tangent(x) = {1.0, 0.0}, es::tangent(w) = dw);
    CHECK(d.value == es::tensor<double, 2>{25, 121});
    CHECK(d.tangent(0) == Approx(2 * 5 * (1 + 2)));
    CHECK(d.tangent(1) == Approx(2 * 11 * (3 + 0)));
}

TEST_CASE("a scalar function of scalars has plain numbers") {
    constexpr auto t = es::input<"t", es::shape<>, double>;
    constexpr auto d = es::jvp(t * t * t, t = 2.0, es::tangent(t) = 0.5);
    static_assert(d.value == 8.0 && d.tangent == 6.0);
}

TEST_CASE("only what is asked for is computed: no adjoint survives in a forward program") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto y = exp(x * x);
    using bound = decltype(es::tangent(x) = es::tensor<double, 3>{});
    using call = es::detail::jvp_call<std::remove_cvref_t<decltype(y)>, bound>;
    // x, tangent; x*x, exp; dx*x, doubled, times y: no more than a hand-written forward program
    static_assert(call::made::plan::order.order.count <= 8);
    CHECK(call::made::graph::count <= 8);
}

TEST_CASE("nothing flows through stop_gradient in forward mode either") {
    constexpr auto x = es::input<"x", es::shape<>, double>;
    constexpr auto d = es::jvp(x * es::stop_gradient(x), x = 3.0, es::tangent(x) = 1.0);
    static_assert(d.value == 9.0 && d.tangent == 3.0);
}

TEST_CASE("over a batch, means of values and of directional derivatives") {
    constexpr auto x = es::input<"x", es::shape<>, double>;
    double const xs[]{1, 2, 3};
    auto const d = es::jvp(x * x, x = es::batch(xs), es::tangent(x) = 1.0);
    CHECK(d.value == Approx(14.0 / 3));
    CHECK(d.tangent == Approx(4.0));
}
