// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <vector>

#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("a subexpression used twice is one step, and its cotangents add up") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto h = x * x;
    constexpr auto y = h * h + h;
    static_assert(decltype(y)::program_type::size == 4);
    CHECK(es::check_gradient(y, es::wrt(x), x = {0.5, -1.5, 2.0}));
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

TEST_CASE("values and gradients into the caller's memory") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<3, 2>, double>;
    constexpr auto h = matmul(w, x);
    constexpr auto loss = sum(h * h);
    es::variables vars{loss};
    vars[w] = es::tensor<double, 3, 2>{1, 2, 3, 4, 5, 6};
    es::gradients g{loss, es::wrt(w, h)};
    CHECK(es::value_and_gradient_into(g, loss, vars, x = {1.0, -1.0}) == Approx(3));
    CHECK(g[h] == es::tensor<double, 3>{-2, -2, -2});
    CHECK(g[w] == es::tensor<double, 3, 2>{-2, 2, -2, 2, -2, 2});
}

TEST_CASE("a tensor result goes sample by sample into the caller's memory") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto y = 2_c * x + 1_c;
    double const xs[3][2] = {{1, 2}, {3, 4}, {5, 6}};
    double out[3][2]{};
    es::evaluate_into(y, out, x = xs);
    CHECK(out[0][0] == 3);
    CHECK(out[2][1] == 13);
    std::vector<double> more(6);
    es::evaluate_into(y, more, x = xs);
    CHECK(more == std::vector<double>{3, 5, 7, 9, 11, 13});
    es::tensor<double, 2> one{};
    es::evaluate_into(y, one, x = {1.0, 1.0});
    CHECK(one == es::tensor<double, 2>{3, 3});
    std::vector<double> few(4);
    CHECK_THROWS_AS(es::evaluate_into(y, few, x = xs), es::shape_error);
    // a scalar: each sample's where there is room for it, else the mean
    double each[3]{}, mean_of_all = 0;
    es::evaluate_into(sum(x), each, x = xs);
    CHECK(each[1] == 7);
    es::evaluate_into(sum(x), mean_of_all, x = xs);
    CHECK(mean_of_all == Approx(7));
}

TEST_CASE("no samples, and batches that differ in length, are errors in every mode") {
    constexpr auto x = es::input<"x", es::shape<>, double>;
    constexpr auto t = es::input<"t", es::shape<>, double>;
    constexpr auto f = square(x - t);
    std::vector<double> const none, two(2), three(3);
    CHECK_THROWS_AS(es::evaluate(f, x = es::batch(none), t = 1.0), es::shape_error);
    CHECK_THROWS_AS(es::gradient(f, es::wrt(x), x = es::batch(none), t = 1.0), es::shape_error);
    CHECK_THROWS_AS(es::hessian(f, es::wrt(x), x = es::batch(two), t = es::batch(three)),
                    es::shape_error);
    CHECK_THROWS_AS(es::jacobian(f, es::wrt(x), x = es::batch(two), t = es::batch(three)),
                    es::shape_error);
}

TEST_CASE("the plan of a gradient: only what is asked for has an adjoint") {
    constexpr auto x = es::input<"x", es::shape<10>>;
    constexpr auto fc1 = es::linear<"fc1", 10, 20>;
    constexpr auto fc2 = es::linear<"fc2", 20, 5>;
    constexpr auto loss = mean(square(fc2(relu(fc1(x)))));
    constexpr auto all_of_it = es::plan(loss);
    constexpr auto last = es::plan(loss, es::wrt(fc2));
    static_assert(all_of_it.gradient_bytes == 4 * (200 + 20 + 100 + 5));
    static_assert(last.gradient_bytes == 4 * 105);
    static_assert(last.backward_flops < all_of_it.backward_flops);
    // no more nodes than a program in which nothing else could be differentiated
    constexpr auto frozen = es::plan(mean(square(fc2(relu(es::freeze(fc1)(x))))));
    static_assert(frozen.backward_flops == last.backward_flops);
    static_assert(frozen.workspace_bytes == last.workspace_bytes);
    static_assert(frozen.node_count == last.node_count);
    SUCCEED();
}

TEST_CASE("has_gradient of a layer: of any of its parameters; braces of several types bind") {
    constexpr auto x = es::input<"x", es::shape<3>>;
    constexpr auto fc = es::linear<"fc", 3, 2>;
    static_assert(es::has_gradient(sum(fc(x)), fc));
    static_assert(!es::has_gradient(sum(es::freeze(fc)(x)), es::freeze(fc)));
    static_assert(!es::has_gradient(sum(es::stop_gradient(fc(x))), fc));
    CHECK(es::evaluate(sum(x), x = {0.5f, 1, 2}) == 3.5f);
}
