// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("Rosenbrock's function: value, gradient and Hessian") {
    // f = (1 - a)^2 + 100 (b - a^2)^2, More, Garbow, Hillstrom (1981), no. 1
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto a = es::slice<0, 0, 1>(x);
    constexpr auto b = es::slice<0, 1, 2>(x);
    constexpr auto f = sum(square(1_c - a) + 100_c * square(b - square(a)));
    constexpr auto r = es::value_and_gradient(f, es::wrt(x), x = {-1.2, 1.0});
    CHECK(r.value == Approx(24.2));
    CHECK(r.gradient[x](0) == Approx(-215.6));
    CHECK(r.gradient[x](1) == Approx(-88.0));
    constexpr auto H = es::hessian(f, es::wrt(x), x = {-1.2, 1.0});
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(H[x])>, es::tensor<double, 2, 2>>);
    CHECK(H[x](0, 0) == Approx(1330));
    CHECK(H[x](0, 1) == Approx(480));
    CHECK(H[x](1, 0) == Approx(480));
    CHECK(H[x](1, 1) == Approx(200));
    // at the minimum (1, 1)
    constexpr auto M = es::hessian(f, es::wrt(x), x = {1.0, 1.0});
    CHECK(M[x](0, 0) == Approx(802));
    CHECK(M[x](0, 1) == Approx(-400));
    CHECK(M[x](1, 1) == Approx(200));
}

TEST_CASE("Beale's function: Hessian at the minimum") {
    // f = sum over i of (c_i - x (1 - y^i))^2 with c = 1.5, 2.25, 2.625; minimum 0 at (3, 0.5)
    constexpr auto x = es::input<"x", es::shape<>, double>;
    constexpr auto y = es::input<"y", es::shape<>, double>;
    constexpr auto f = square(1.5_c - x * (1_c - y)) + square(2.25_c - x * (1_c - y * y)) +
                       square(2.625_c - x * (1_c - y * y * y));
    auto const r = es::value_and_gradient(f, es::wrt(x, y), x = 3.0, y = 0.5);
    CHECK(r.value == Approx(0).margin(1e-15));
    CHECK(r.gradient[x] == Approx(0).margin(1e-14));
    CHECK(r.gradient[y] == Approx(0).margin(1e-14));
    // residuals vanish: H = 2 J^T J with J_i = (-(1 - y^i), i x y^(i - 1))
    auto const H = es::hessian(f, es::wrt(x, y), x = 3.0, y = 0.5);
    CHECK(H[x] == Approx(2 * (0.25 + 0.5625 + 0.765625)));
    CHECK(H[y] == Approx(2 * (9 + 9 + 2.25 * 2.25)));
    // the mixed derivative, as the gradient of a gradient
    auto const mixed = es::gradient(es::grad(f, es::wrt(x)), es::wrt(y), x = 3.0, y = 0.5);
    CHECK(mixed[y] == Approx(-2 * (0.5 * 3 + 0.75 * 3 + 0.875 * 2.25)));
}

TEST_CASE("log-sum-exp: the gradient is softmax, the Hessian diag(p) - p p^T") {
    constexpr auto x = es::input<"x", es::shape<20>, double>;
    constexpr auto f = logsumexp(x);
    es::tensor<double, 20> xs{};
    for (es::index_t i = 0; i < 20; ++i) xs[i] = 0.3 * static_cast<double>((i * 7) % 11) - 1;
    auto const p = es::gradient(f, es::wrt(x), x = xs);
    double total = 0, sum_of_exp = 0;
    for (double const v : xs) sum_of_exp += std::exp(v);
    for (es::index_t i = 0; i < 20; ++i) {
        CHECK(p[x](i) == Approx(std::exp(xs(i)) / sum_of_exp));
        total += p[x](i);
    }
    CHECK(total == Approx(1));
    auto const H = es::hessian(f, es::wrt(x), x = xs);
    for (es::index_t i = 0; i < 20; ++i)
        for (es::index_t j = 0; j < 20; ++j)
            CHECK(H[x](i, j) ==
                  Approx((i == j ? p[x](i) : 0) - p[x](i) * p[x](j)).epsilon(1e-9).margin(1e-14));
}

TEST_CASE("the Hessian of a linear function is zero, and a batch gives the mean") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2>, double>;
    constexpr auto f = sum(w * x);
    es::variables vars{f};
    auto const Z = es::hessian(f, es::wrt(w), vars, x = {1.0, 2.0});
    CHECK(Z[w] == es::tensor<double, 2, 2>{});
    double const xs[2][2] = {{1, 2}, {3, 0}};
    auto const H = es::hessian(square(f), es::wrt(w), vars, x = xs);
    CHECK(H[w](0, 0) == Approx(2 * (1 + 9) / 2.0));
    CHECK(H[w](0, 1) == Approx(2 * (2 + 0) / 2.0));
    CHECK(H[w](1, 1) == Approx(2 * (4 + 0) / 2.0));
}
