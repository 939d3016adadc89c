// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <array>
#include <vector>

#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("a run-time batch of any length is the mean over its samples, whatever runs at once") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto scale = es::input<"scale", es::shape<>, double>;
    constexpr auto target = es::input<"class", es::shape<>, std::int32_t>;
    constexpr auto fc1 = es::linear<"fc1", 3, 5, double>;
    constexpr auto fc2 = es::linear<"fc2", 5, 4, double>;
    constexpr auto h = tanh(fc1(x * scale));
    constexpr auto loss = es::cross_entropy(fc2(h) + cumsum<0>(fc2(h)), target);
    es::variables vars{loss};
    es::initialize(vars, 9);
    auto trainer = es::trainer(loss, es::sgd(es::lr = 0.1), es::batched);
    for (std::size_t n : {1u, 15u, 16u, 17u, 32u, 50u}) {
        std::vector<std::array<double, 3>> xs(n);
        std::vector<int> classes(n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < 3; ++k) xs[i][k] = std::sin(static_cast<double>(3 * i + k));
            classes[i] = static_cast<int>(i * 7 % 4);
        }
        auto const r = es::value_and_gradient(loss, es::wrt(fc1, fc2.bias, scale), vars, x = xs,
                                              target = es::batch(classes), scale = 0.7);
        double value = 0, of_scale = 0;
        es::tensor<double, 5, 3> of_weight{};
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = es::value_and_gradient(loss, es::wrt(fc1, scale), vars, x = xs[i],
                                                    target = classes[i], scale = 0.7);
            value += one.value / static_cast<double>(n);
            of_scale += one.gradient[scale] / static_cast<double>(n);
            for (es::index_t k = 0; k < 15; ++k)
                of_weight[k] += one.gradient[fc1.weight][k] / static_cast<double>(n);
        }
        CHECK(r.value == Approx(value).epsilon(1e-12));
        CHECK(r.gradient[scale] == Approx(of_scale).epsilon(1e-11));
        for (es::index_t k = 0; k < 15; ++k)
            CHECK(r.gradient[fc1.weight][k] == Approx(of_weight[k]).epsilon(1e-11).margin(1e-14));

        auto trained = vars;
        CHECK(trainer.step(trained, x = xs, target = es::batch(classes), scale = 0.7) ==
              Approx(value).epsilon(1e-12));
        for (es::index_t k = 0; k < 15; ++k)
            CHECK(trained[fc1.weight][k] ==
                  Approx(vars[fc1.weight][k] - 0.1 * of_weight[k]).epsilon(1e-11).margin(1e-14));
    }
}

TEST_CASE("the gradient of what each sample has its own of is taken sample by sample") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    std::vector<std::array<double, 2>> xs(40);
    for (std::size_t i = 0; i < 40; ++i) xs[i] = {static_cast<double>(i), 1};
    auto const g = es::gradient(sum(x * x), es::wrt(x), x = xs);
    CHECK(g[x](0) == Approx(39));
    CHECK(g[x](1) == Approx(2));
}

TEST_CASE("values of many samples: the mean of a scalar, each of an array") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto fc = es::linear<"fc", 3, 2>;
    constexpr auto y = tanh(fc(x));
    es::variables vars{y};
    es::initialize(vars, 2);
    std::vector<std::array<float, 3>> xs(39);
    for (std::size_t i = 0; i < 39; ++i) xs[i] = {static_cast<float>(i) / 20, 1, -1};
    std::vector<float> out(78);
    es::evaluate_into(y, out, vars, x = xs);
    float total = 0;
    for (std::size_t i = 0; i < 39; ++i) {
        auto const one = es::evaluate(y, vars, x = xs[i]);
        CHECK(out[2 * i] == Approx(one(0)).epsilon(1e-5));
        CHECK(out[2 * i + 1] == Approx(one(1)).epsilon(1e-5));
        total += one(0) + one(1);
    }
    CHECK(es::evaluate(sum(y), vars, x = xs) == Approx(total / 39).epsilon(1e-4));
}

TEST_CASE("gradients of several inputs that samples share, in a program of many loops") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto a = es::input<"a", es::shape<>, double>;
    constexpr auto b = es::input<"b", es::shape<>, double>;
    constexpr auto layer = [=](auto h) { return cumsum<0>(tanh(h * a) + sin(h) * b); };
    constexpr auto three = [](auto f, auto h) { return f(f(f(h))); };
    constexpr auto h = three(layer, three(layer, three(layer, three(layer, x))));
    constexpr auto loss = sum(square(h));
    std::vector<std::array<double, 3>> xs(40);
    double of_a = 0, of_b = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        xs[i] = {std::sin(static_cast<double>(i)), 0.5, std::cos(static_cast<double>(i))};
        auto const one = es::gradient(loss, es::wrt(a, b), x = xs[i], a = 0.3, b = 0.2);
        of_a += one[a] / 40;
        of_b += one[b] / 40;
    }
    auto const g = es::gradient(loss, es::wrt(a, b), x = xs, a = 0.3, b = 0.2);
    CHECK(g[a] == Approx(of_a).epsilon(1e-10));
    CHECK(g[b] == Approx(of_b).epsilon(1e-10));
}
