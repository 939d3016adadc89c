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
    static_assert(!es::has_gradient(sum(es::grad(sum(fc2(es::stop_gradient(tanh(fc1(x))))),
                                                 es::wrt(fc2.weight))[fc2.weight]),
                                    fc1.weight));

    es::variables vars{loss};
    es::initialize(vars, es::normal, 3);
    auto const r = es::value_and_gradient(loss, vars, x = {0.3, -0.5});
    for (es::index_t i = 0; i < 10; ++i) {
        double const h = 1e-6;
        auto up = vars, down = vars;
        up[fc1.weight][i] += h;
        down[fc1.weight][i] -= h;
        CHECK(r.gradient[fc1.weight][i] ==
              Approx((es::evaluate(loss, up, x = {0.3, -0.5}) -
                      es::evaluate(loss, down, x = {0.3, -0.5})) / (2 * h)).epsilon(1e-6).margin(1e-7));
    }
}

TEST_CASE("an inner step: the loss after one step of descent, differentiated") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto w = es::parameter<"w", es::shape<3>, double>;
    constexpr auto loss_at = [](auto weight, auto data) { return square(sum(weight * data) - 1_c); };
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
