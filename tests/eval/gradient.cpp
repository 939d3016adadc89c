// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("a subexpression used twice is one step, and its cotangents add up") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto h = x * x;
    constexpr auto y = h * h + h;
    static_assert(decltype(y)::program_type::size == 4);
    laws::gradient_is_difference(y, x, es::tensor<double, 3>{0.5, -1.5, 2.0});
}

TEST_CASE("gradients of an intermediate, of inputs, and of parameters at once") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2, 3>, double>;
    constexpr auto h = matmul(w, x);
    constexpr auto loss = sum(h * h);
    es::variables vars{loss};
    vars[w] = es::tensor<double, 2, 3>{1, 2, 3, 4, 5, 6};
    auto const r = es::value_and_gradient(loss, es::wrt(w, h, x), vars, x = {1.0, -1.0, 2.0});
    // h = (5, 11)
    CHECK(r.value == Approx(146));
    CHECK(r.gradient[h](0) == Approx(10));
    CHECK(r.gradient[h](1) == Approx(22));
    CHECK(r.gradient[w](1, 2) == Approx(44));
    CHECK(r.gradient[x](0) == Approx(10 * 1 + 22 * 4));
}

TEST_CASE("without wrt, every trainable parameter that the output reaches") {
    constexpr auto x = es::input<"x", es::shape<2>>;
    constexpr auto fc = es::linear<"fc", 2, 2>;
    constexpr auto loss = sum(fc(x));
    es::variables vars{loss};
    auto const g = es::gradient(loss, vars, x = {3.0f, 4.0f});
    CHECK(g[fc.weight](1, 1) == 4.0f);
    CHECK(g[fc.bias](0) == 1.0f);
}

TEST_CASE("a cotangent weighs a non-scalar output") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto y = 2_c * x;
    constexpr auto z = y * y + 3_c;
    es::tensor<float, 3> const ones{1, 1, 1};
    auto const r = es::value_and_gradient(z, es::wrt(x, y), es::cotangent = ones, x = {1, 2, 3});
    CHECK(r.value == es::tensor<float, 3>{7, 19, 39});
    CHECK(r.gradient[y] == es::tensor<float, 3>{4, 8, 12});
    CHECK(r.gradient[x] == es::tensor<float, 3>{8, 16, 24});
}

TEST_CASE("a run-time batch gives the mean over its samples") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2>, double>;
    constexpr auto loss = square(sum(w * x));
    es::variables vars{loss};
    vars[w] = es::tensor<double, 2>{1, 2};
    double const batch[3][2] = {{1, 0}, {0, 1}, {2, 2}};
    auto const r = es::value_and_gradient(loss, vars, x = batch);
    CHECK(r.value == Approx((1.0 + 4 + 36) / 3));
    CHECK(r.gradient[w](0) == Approx((2 * 1 + 0 + 2 * 6 * 2) / 3.0));
}

TEST_CASE("gradients in a constant expression") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto y = sum(exp(x) * tanh(x));
    constexpr auto g = es::gradient(y, es::wrt(x), x = {0.5, -0.25});
    auto const run_time = es::gradient(y, es::wrt(x), x = {0.5, -0.25});
    CHECK(g[x](0) == Approx(run_time[x](0)).epsilon(1e-14));
    CHECK(g[x](1) == Approx(run_time[x](1)).epsilon(1e-14));
}
