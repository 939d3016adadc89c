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

TEST_CASE("Beale's function away from its minimum, and Rosenbrock's in four dimensions") {
    // exact numbers, from symbolic differentiation
    constexpr auto z = es::input<"z", es::shape<2>, double>;
    constexpr auto p = es::slice<0, 0, 1>(z);
    constexpr auto q = es::slice<0, 1, 2>(z);
    constexpr auto beale =
        sum(square(1.5_c - p * (1_c - q)) + square(2.25_c - p * (1_c - square(q))) +
            square(2.625_c - p * (1_c - square(q) * q)));
    auto const r = es::value_and_gradient(beale, es::wrt(z), z = {2.0, -0.5});
    CHECK(r.value == Approx(189.0 / 64).epsilon(1e-14));
    CHECK(r.gradient[z](0) == Approx(81.0 / 32).epsilon(1e-14));
    CHECK(r.gradient[z](1) == Approx(-63.0 / 8).epsilon(1e-14));
    auto const B = es::hessian(beale, es::wrt(z), z = {2.0, -0.5});
    CHECK(B[z](0, 0) == Approx(8.15625).epsilon(1e-14));
    CHECK(B[z](0, 1) == Approx(-10.3125).epsilon(1e-14));
    CHECK(B[z](1, 0) == Approx(-10.3125).epsilon(1e-14));
    CHECK(B[z](1, 1) == Approx(22).epsilon(1e-14));

    constexpr auto x = es::input<"x", es::shape<4>, double>;
    constexpr auto head = es::slice<0, 0, 3>(x);
    constexpr auto chain =
        sum(100_c * square(es::slice<0, 1, 4>(x) - square(head)) + square(1_c - head));
    auto const at = es::value_and_gradient(chain, es::wrt(x), x = {-1.0, 2.0, 0.5, 3.0});
    CHECK(at.value == 2086.5);
    CHECK(at.gradient[x] == es::tensor<double, 4>{396, 3002, -1251, 550});
    auto const H = es::hessian(chain, es::wrt(x), x = {-1.0, 2.0, 0.5, 3.0});
    CHECK(H[x] == es::tensor<double, 4, 4>{402, 400, 0, 0, 400, 4802, -800, 0, 0, -800, -698, -200,
                                           0, 0, -200, 200});
}

TEST_CASE("Black-Scholes: a textbook's call, its Greeks and the Hessian of its price") {
    // Hull, Options, Futures, and Other Derivatives: spot 49, strike 50, volatility 0.2, rate 0.05,
    // 0.3846 years; digits beyond the book's by differences in 40 digits.
    constexpr auto m = es::input<"market", es::shape<4>, double>;  // spot, volatility, rate, time
    constexpr auto s = es::slice<0, 0, 1>(m);
    constexpr auto v = es::slice<0, 1, 2>(m);
    constexpr auto r = es::slice<0, 2, 3>(m);
    constexpr auto t = es::slice<0, 3, 4>(m);
    constexpr auto phi = [](auto z) { return 0.5_c * (1_c + erf(z * 0.7071067811865476_c)); };
    constexpr auto d1 = (log(s / 50_c) + (r + 0.5_c * square(v)) * t) / (v * sqrt(t));
    constexpr auto price = sum(s * phi(d1) - 50_c * exp(-r * t) * phi(d1 - v * sqrt(t)));
    es::tensor<double, 4> const market{49, 0.2, 0.05, 0.3846};
    auto const greeks = es::value_and_gradient(price, es::wrt(m), m = market);
    CHECK(greeks.value == Approx(2.40).margin(5e-3));
    CHECK(greeks.value == Approx(2.4004610869656614).epsilon(1e-12));
    double const first[4] = {0.52160163397157613, 12.105242754243844, 8.9065740988009474,
                             4.3053899645461043};
    double const book[4] = {0.522, 12.1, 8.91, 4.31};  // delta, vega, rho, minus theta
    double const digits[4] = {5e-4, 5e-2, 5e-3, 5e-3};
    auto const H = es::hessian(price, es::wrt(m), m = market);
    CHECK(H[m](0, 0) == Approx(0.066).margin(5e-4));  // gamma
    double const second[4][4] = {
        {0.065545377252478673, 0.13914321992773557, 1.2352288524738616, 0.19676485859715714},
        {0.13914321992773557, -0.22906128477191784, -2.0334667264560344, 15.413525513057536},
        {1.2352288524738616, -2.0334667264560344, 19.852913418012067, 25.210278463484002},
        {0.19676485859715714, 15.413525513057536, 25.210278463484002, -3.9093174468698665}};
    for (es::index_t i = 0; i < 4; ++i) {
        CHECK(greeks.gradient[m](i) == Approx(book[i]).margin(digits[i]));
        CHECK(greeks.gradient[m](i) == Approx(first[i]).epsilon(1e-12));
        for (es::index_t j = 0; j < 4; ++j)
            CHECK(H[m](i, j) == Approx(second[i][j]).epsilon(1e-11));
    }
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
