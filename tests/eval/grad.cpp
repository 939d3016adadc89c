// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("derivatives of derivatives of e^(3t) sin t are Im (3 + i)^n e^((3 + i) t)") {
    constexpr auto t = es::input<"t", es::shape<>, double>;
    constexpr auto u = exp(3_c * t) * sin(t);
    constexpr auto du = es::grad(u, es::wrt(t));
    constexpr auto ddu = es::grad(du, es::wrt(t));
    constexpr auto dddu = es::grad(ddu, es::wrt(t));
    CHECK(es::evaluate(u, t = 0.5) == Approx(2.1486361964033964));
    CHECK(es::evaluate(du, t = 0.5) == Approx(10.37896076515355));
    CHECK(es::evaluate(ddu, t = 0.5) == Approx(40.78740262688734));
    CHECK(es::evaluate(dddu, t = 0.5) == Approx(140.93480810978855));
    CHECK(es::evaluate(ddu - 6_c * du + 10_c * u, t = 0.7) == Approx(0).margin(1e-12));
}

TEST_CASE("a gradient penalty is differentiated with respect to the weights") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto fc1 = es::linear<"fc1", 2, 5, double>;
    constexpr auto fc2 = es::linear<"fc2", 5, 1, double>;
    constexpr auto critic = sum(fc2(tanh(fc1(x))));
    constexpr auto slope = es::grad(critic, es::wrt(x));
    constexpr auto penalty = square(norm(slope) - 1_c);
    constexpr auto loss = critic + 10_c * penalty;
    static_assert(es::has_gradient(penalty, fc1.weight));
    static_assert(es::has_gradient(penalty, fc2.weight));
    static_assert(!es::has_gradient(penalty, fc2.bias));
    // respected at every order
    static_assert(!es::has_gradient(es::stop_gradient(penalty), fc1.weight));
    static_assert(!es::has_gradient(
        sum(es::grad(sum(fc2(es::stop_gradient(tanh(fc1(x))))), es::wrt(fc2.weight))[fc2.weight]),
        fc1.weight));

    es::variables vars{loss};
    es::initialize(vars, es::normal, 3);
    auto const r = es::value_and_gradient(loss, vars, x = {0.3, -0.5});
    for (es::index_t i = 0; i < 10; ++i) {
        double const h = 1e-6;
        auto up = vars, down = vars;
        up[fc1.weight][i] += h;
        down[fc1.weight][i] -= h;
        CHECK(r.gradient[fc1.weight][i] == Approx((es::evaluate(loss, up, x = {0.3, -0.5}) -
                                                   es::evaluate(loss, down, x = {0.3, -0.5})) /
                                                  (2 * h))
                                               .epsilon(1e-6)
                                               .margin(1e-7));
    }
}

TEST_CASE("an inner step: the loss after one step of descent, differentiated") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto w = es::parameter<"w", es::shape<3>, double>;
    constexpr auto loss_at = [](auto weight, auto data) {
        return square(sum(weight * data) - 1_c);
    };
    constexpr auto stepped = w - 0.1_c * es::grad(loss_at(w, x), es::wrt(w));
    constexpr auto after = loss_at(stepped, x);
    es::variables vars{after};
    vars[w] = es::tensor<double, 3>{0.2, -0.1, 0.4};
    // with s = x.w and q = x.x: after = ((s - 1)(1 - 0.2 q))^2
    double const s = 0.2 - 0.2 + 1.2, q = 1 + 4 + 9;
    auto const r = es::value_and_gradient(after, vars, x = {1.0, 2.0, 3.0});
    CHECK(r.value == Approx(std::pow((s - 1) * (1 - 0.2 * q), 2)));
    for (es::index_t i = 0; i < 3; ++i)
        CHECK(r.gradient[w](i) ==
              Approx(2 * (s - 1) * std::pow(1 - 0.2 * q, 2) * static_cast<double>(i + 1)));
}

TEST_CASE("two inner steps on one task, differentiated through a network for another") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto t = es::input<"t", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2, 2>, double>;
    constexpr auto rate = es::parameter<"rate", es::shape<>, double>;
    constexpr auto loss_at = [](auto weight, auto from, auto to) {
        return mean(square(tanh(matmul(weight, from)) - to));
    };
    constexpr auto once = w - rate * es::grad(loss_at(w, x, t), es::wrt(w));
    constexpr auto twice = once - rate * es::grad(loss_at(once, x, t), es::wrt(once));
    constexpr auto after = loss_at(twice, t, x);
    constexpr auto first_order =
        loss_at(w - rate * es::stop_gradient(es::grad(loss_at(w, x, t), es::wrt(w))), t, x);
    static es::variables vars{after};
    vars[w] = es::tensor<double, 2, 2>{0.5, -0.25, 0.75, 1.0};
    vars[rate] = 0.3;
    CHECK(es::check_gradient(after, vars, x = {0.5, -1.0}, t = {0.25, 0.75}));
    // without the inner derivative: that of the outer loss at the stepped weights
    constexpr auto z = es::input<"z", es::shape<2, 2>, double>;
    auto const stepped = es::evaluate(once, vars, x = {0.5, -1.0}, t = {0.25, 0.75});
    auto const direct =
        es::gradient(loss_at(z, t, x), es::wrt(z), z = stepped, x = {0.5, -1.0}, t = {0.25, 0.75});
    auto const g = es::gradient(first_order, es::wrt(w), vars, x = {0.5, -1.0}, t = {0.25, 0.75});
    for (es::index_t i = 0; i < 4; ++i) CHECK(g[w][i] == Approx(direct[z][i]).epsilon(1e-13));
}

TEST_CASE("a physics-informed loss: u'' + u = 0 in a network's output, and its weights' gradient") {
    constexpr auto t = es::input<"t", es::shape<1>, double>;
    constexpr auto fc1 = es::linear<"fc1", 1, 4, double>;
    constexpr auto fc2 = es::linear<"fc2", 4, 1, double>;
    constexpr auto u = sum(fc2(sin(fc1(t))));
    constexpr auto du = es::grad(u, es::wrt(t));
    constexpr auto ddu = es::grad(sum(du), es::wrt(t));
    constexpr auto loss = sum(square(ddu + u));
    static es::variables vars{u};
    es::initialize(vars, es::normal, 5);
    CHECK(es::check_gradient(loss, es::wrt(fc1, fc2), vars, t = {0.4}));
    double const ts[3][1] = {{-0.5}, {0.1}, {0.9}};
    CHECK(es::check_gradient(loss, es::wrt(fc1, fc2), vars, t = ts));
    // sin t solves the equation; the last bias does not reach u''
    vars[fc1.weight].fill(1);
    vars[fc1.bias].fill(0);
    vars[fc2.weight] = es::tensor<double, 1, 4>{0.25, 0.25, 0.25, 0.25};
    vars[fc2.bias].fill(0);
    auto const exact = es::value_and_gradient(loss, es::wrt(fc1, fc2), vars, t = {0.4});
    CHECK(exact.value == Approx(0).margin(1e-28));
    CHECK(exact.gradient[fc1.weight](0, 0) == Approx(0).margin(1e-14));
    static_assert(!es::has_gradient(sum(ddu), fc2.bias));
}

TEST_CASE("several gradients as expressions, and one of an intermediate") {
    constexpr auto a = es::parameter<"a", es::shape<2>, double>;
    constexpr auto b = es::parameter<"b", es::shape<2>, double>;
    constexpr auto h = a * b;
    constexpr auto f = sum(h * h);
    constexpr auto g = es::grad(f, es::wrt(a, b));
    constexpr auto of_h = es::grad(f, es::wrt(h));
    es::variables vars{f};
    vars[a] = es::tensor<double, 2>{1, 2};
    vars[b] = es::tensor<double, 2>{3, -1};
    CHECK(es::evaluate(g[a], vars) == es::tensor<double, 2>{18, 4});
    CHECK(es::evaluate(g[b], vars) == es::tensor<double, 2>{6, -8});
    CHECK(es::evaluate(of_h, vars) == es::tensor<double, 2>{6, -4});
    CHECK(es::evaluate(of_h[h], vars) == es::tensor<double, 2>{6, -4});
    CHECK(es::evaluate(es::grad(f)[b], vars) == es::tensor<double, 2>{6, -8});
}

TEST_CASE("Black-Scholes: the Greeks of a call, first and second order, equal their formulas") {
    constexpr auto s = es::input<"spot", es::shape<>, double>;
    constexpr auto v = es::input<"volatility", es::shape<>, double>;
    constexpr auto r = es::input<"rate", es::shape<>, double>;
    constexpr auto t = es::input<"time", es::shape<>, double>;
    constexpr auto k = 105_c;
    constexpr auto phi = [](auto z) { return 0.5_c * (1_c + erf(z * 0.7071067811865476_c)); };
    constexpr auto d1 = (log(s / k) + (r + 0.5_c * v * v) * t) / (v * sqrt(t));
    constexpr auto price = s * phi(d1) - k * exp(-r * t) * phi(d1 - v * sqrt(t));
    constexpr auto delta = es::grad(price, es::wrt(s));
    constexpr auto vega = es::grad(price, es::wrt(v));
    auto const at = [&](auto e) { return es::evaluate(e, s = 100.0, v = 0.2, r = 0.03, t = 0.75); };
    auto const slope_at = [&](auto e, auto x) {
        return es::gradient(e, es::wrt(x), s = 100.0, v = 0.2, r = 0.03, t = 0.75)[x];
    };
    double const root = std::sqrt(0.75);
    double const a = (std::log(100.0 / 105) + (0.03 + 0.02) * 0.75) / (0.2 * root),
                 b = a - 0.2 * root;
    double const density = std::exp(-a * a / 2) / std::sqrt(2 * 3.14159265358979323846);
    auto const normal = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
    double const discount = std::exp(-0.03 * 0.75);
    CHECK(at(price) == Approx(100 * normal(a) - 105 * discount * normal(b)).epsilon(1e-12));
    CHECK(at(delta) == Approx(normal(a)).epsilon(1e-12));
    CHECK(at(vega) == Approx(100 * density * root).epsilon(1e-12));
    CHECK(slope_at(price, r) == Approx(105 * 0.75 * discount * normal(b)).epsilon(1e-12));
    CHECK(slope_at(price, t) ==
          Approx(100 * density * 0.2 / (2 * root) + 0.03 * 105 * discount * normal(b))
              .epsilon(1e-12));
    CHECK(slope_at(delta, s) == Approx(density / (100 * 0.2 * root)).epsilon(1e-11));  // gamma
    CHECK(slope_at(delta, v) == Approx(-density * b / 0.2).epsilon(1e-11));            // vanna
    CHECK(slope_at(vega, s) == Approx(-density * b / 0.2).epsilon(1e-11));
    CHECK(slope_at(vega, v) == Approx(100 * density * root * a * b / 0.2).epsilon(1e-11));  // volga
}
