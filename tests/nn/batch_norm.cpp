// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"
#include "reference/compare.hpp"

namespace es = espalier;

TEST_CASE("batch_norm in training is torch's") {
    constexpr auto x = es::parameter<"x", es::shape<4, 3, 5>, double>;
    constexpr auto f = es::batch_norm<"f", 3, double>;
    namespace r = reference::batch_norm;
    reference::compare(f(x), r::value, reference::with(x, r::gradient_0),
                       reference::with(f.weight, r::gradient_1),
                       reference::with(f.bias, r::gradient_2));
}

TEST_CASE("running statistics move in a training step only, and not when frozen") {
    constexpr auto x = es::input<"x", es::shape<4, 2>, double>;
    constexpr auto f = es::batch_norm<"f", 2, double>;
    constexpr auto loss = sum(f(x) * f(x));
    es::tensor<double, 4, 2> const xs{1, 10, 2, 20, 3, 30, 4, 40};
    es::variables vars{loss};
    es::initialize(vars, 1);
    (void)es::evaluate(loss, vars, x = xs);
    (void)es::gradient(loss, vars, x = xs);
    CHECK(vars[f.running_mean](0) == 0);
    CHECK(vars[f.running_var](0) == 1);

    auto fused = es::trainer(loss, es::sgd(es::lr = 0.0));
    fused.step(vars, x = xs);
    // 0.9 old + 0.1 new; the variance unbiased
    CHECK(vars[f.running_mean](1) == Approx(2.5));
    CHECK(vars[f.running_var](0) == Approx(0.9 + 0.1 * 5.0 / 3.0));
    auto stored = es::trainer(loss, es::sgd(es::lr = 0.0, es::clip_norm(1.0f)));
    stored.step(vars, x = xs);
    CHECK(vars[f.running_mean](1) == Approx(0.9 * 2.5 + 2.5));

    constexpr auto w = es::parameter<"w", es::shape<>, double>;
    constexpr auto frozen_loss = sum(w * es::freeze(f)(x));
    es::variables more{frozen_loss};
    auto frozen = es::trainer(frozen_loss, es::sgd(es::lr = 0.1));
    frozen.step(more, x = xs);
    CHECK(more[f.running_mean](1) == 0);
    // frozen by a group: the same
    auto grouped = es::trainer(
        sum(w * f(x)),
        es::sgd(es::groups(es::group(f, es::lr = es::zero), es::group(es::rest, es::lr = 0.1))));
    grouped.step(more, x = xs);
    CHECK(more[f.running_mean](1) == 0);

    constexpr auto y = es::inference(f)(x);
    CHECK(es::evaluate(y, vars, x = xs)(0, 0) ==
          Approx((1 - vars[f.running_mean](0)) / std::sqrt(vars[f.running_var](0) + 1e-5)));
}

TEST_CASE("batch_norm in inference, with its eps, is torch's") {
    using namespace es::literals;
    constexpr auto x = es::parameter<"x", es::shape<4, 3, 5>, double>;
    constexpr auto f = es::inference(es::batch_norm<"f", 3, double>(es::eps = 1e-3_c));
    constexpr auto y = f(x);
    namespace r = reference::batch_norm_inference;
    es::variables vars{y};
    reference::fill(vars[x], 0);
    reference::fill(vars[f.weight], 1);
    reference::fill(vars[f.bias], 2);
    vars[f.running_mean] = es::tensor<double, 3>{0.1, -0.2, 0.3};
    vars[f.running_var] = es::tensor<double, 3>{0.5, 1.5, 2.5};
    reference::agree(es::evaluate(y, vars), r::value);
    es::tensor<double, 4, 3, 5> s{};
    for (es::index_t i = 0; i < s.size(); ++i) s[i] = std::cos(0.7 * static_cast<double>(i));
    auto const g = es::gradient(y, es::wrt(x, f.weight, f.bias), es::cotangent = s, vars);
    reference::agree(g[x], r::gradient_0);
    reference::agree(g[f.weight], r::gradient_1);
    reference::agree(g[f.bias], r::gradient_2);
}

TEST_CASE("batch_norm of constant channels is torch's: the bias, and finite gradients") {
    constexpr auto z = es::parameter<"z", es::shape<4, 3, 5>, double>;
    constexpr auto c = es::parameter<"c", es::shape<1, 3, 1>, double>;
    constexpr auto f = es::batch_norm<"f", 3, double>;
    namespace r = reference::batch_norm_constant;
    reference::compare(f(c + (z - es::stop_gradient(z))), r::value,
                       reference::with(z, r::gradient_0), reference::with(c, r::gradient_1),
                       reference::with(f.weight, r::gradient_2),
                       reference::with(f.bias, r::gradient_3));
}

TEST_CASE("batch_norm obeys the laws") {
    laws::hold_without_samples(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::batch_norm<"f", 3, T>(x);
        },
        laws::real<5, 3, 2>());
    laws::hold_without_samples(
        [](auto x) {
            using T = typename decltype(x)::value_type;
            return es::inference(es::batch_norm<"f", 3, T>)(x);
        },
        laws::real<2, 3>());
}
