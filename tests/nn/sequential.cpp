// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("sequential obeys the laws") {
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::sequential(es::linear<"f", 3, 4, T>, es::tanh, es::linear<"g", 4, 2, T>)(x);
        },
        laws::real<2, 3>());
    laws::hold(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::residual(es::sequential(es::linear<"f", 3, 3, T>, es::tanh))(x);
        },
        laws::real<3>());
}

TEST_CASE("no_grad stands in sequential and under freeze") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto f = es::linear<"f", 3, 4>;
    constexpr auto g = es::linear<"g", 4, 2>;
    constexpr auto whole = es::sequential(es::no_grad(f), es::tanh, g);
    constexpr auto y = sum(whole(x));
    STATIC_REQUIRE(es::has_gradient(y, g));
    STATIC_REQUIRE_FALSE(es::has_gradient(y, f));
    STATIC_REQUIRE(std::is_same_v<decltype(whole(x)), decltype(g(tanh(es::no_grad(f)(x))))>);
    constexpr auto frozen = freeze(es::no_grad(f))(x) + freeze(es::sequential(es::no_grad(f)))(x);
    STATIC_REQUIRE_FALSE(es::has_gradient(sum(frozen), f));
    es::variables vars{frozen};
    es::initialize(vars, es::ones, 1);
    CHECK(es::evaluate(sum(frozen), vars, x = {1.f, 2.f, 3.f}) == Approx(2 * 4 * 7));
    constexpr auto nested = es::residual(es::sequential(es::no_grad(es::linear<"h", 3, 3>)));
    STATIC_REQUIRE(es::has_gradient(sum(nested(x)), x));
}
