// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

// However a program is cut into loops, its derivatives agree: over random programs of slices, sums,
// broadcasts and numbers, gradients and products with the Hessian are those of differences, and the
// Hessian forward over reverse is that of reverse over reverse.
namespace {

constexpr auto x = es::input<"x", es::shape<4>, double>;

constexpr unsigned draw(unsigned seed, unsigned step, unsigned below) {
    unsigned state = seed * 2654435761u + step * 40503u + 777u;
    for (int i = 0; i < 3; ++i) state = state * 1664525u + 1013904223u;
    return (state >> 16) % below;
}
/// A vector of three elements, made of `h` and `e`, which have three too.
template <unsigned Kind>
constexpr auto next(auto h, auto e) {
    if constexpr (Kind == 0)
        return square(1_c - h) - e;
    else if constexpr (Kind == 1)
        return 3_c * h * e;
    else if constexpr (Kind == 2)
        return mean(h) * e + 0.5_c * h;
    else if constexpr (Kind == 3)
        return es::concat<0>(es::slice<0, 1, 3>(h), es::slice<0, 0, 1>(e)) * 2_c;
    else if constexpr (Kind == 4)
        return sin(h) + sum<1>(outer(e, h)) * 0.1_c;
    else
        return es::pad<0, 1, 0>(es::slice<0, 0, 2>(square(h))) - e;
}
template <unsigned Seed, unsigned Left>
constexpr auto grow(auto h, auto e) {
    if constexpr (Left == 0)
        return sum(100_c * square(e - square(h)) + square(1_c - h));
    else {
        auto const grown = next<draw(Seed, 2 * Left, 6)>(h, e);
        if constexpr (draw(Seed, 2 * Left + 1, 2) == 0)
            return grow<Seed, Left - 1>(grown, h);
        else
            return grow<Seed, Left - 1>(grown, e);
    }
}

template <unsigned Seed>
void obeys() {
    INFO("seed " << Seed);
    constexpr auto f = grow<Seed, Seed % 3>(es::slice<0, 0, 3>(x), es::slice<0, 1, 4>(x));
    es::tensor<double, 4> const at{-0.5, 0.75, 0.25, 1.25}, along{1, -0.5, 0.25, 0.75};
    CHECK(es::check_gradient(f, es::wrt(x), x = at));
    auto const product = es::hvp(f, es::wrt(x), x = at, es::tangent(x) = along)[x];
    auto const H = es::hessian(f, es::wrt(x), x = at)[x];
    auto const twice =
        es::gradient(es::grad(f, es::wrt(x)), es::wrt(x), es::cotangent = along, x = at)[x];
    auto near = at, far = at;
    for (es::index_t i = 0; i < 4; ++i) near[i] += 1e-5 * along[i], far[i] -= 1e-5 * along[i];
    auto const up = es::gradient(f, es::wrt(x), x = near)[x];
    auto const down = es::gradient(f, es::wrt(x), x = far)[x];
    double scale = 1;
    for (double const v : product) scale = std::max(scale, std::abs(v));
    for (es::index_t i = 0; i < 4; ++i) {
        double row = 0;
        for (es::index_t j = 0; j < 4; ++j) row += H(i, j) * along[j];
        CHECK(product[i] == Approx((up[i] - down[i]) / 2e-5).margin(1e-6 * scale));
        CHECK(row == Approx(product[i]).margin(1e-11 * scale));
        CHECK(twice[i] == Approx(product[i]).margin(1e-11 * scale));
    }
}
template <unsigned... Seed>
void all_obey(std::integer_sequence<unsigned, Seed...>) {
    (obeys<Seed>(), ...);
}

}  // namespace

TEST_CASE("random programs: gradients, Hessians and their products agree, however loops are cut") {
    all_obey(std::make_integer_sequence<unsigned, 6>{});
}

namespace {
constexpr auto v = es::input<"v", es::shape<2>, double>;
constexpr auto s = es::input<"s", es::shape<>, double>;
constexpr auto w = es::parameter<"w", es::shape<3, 1>, double>;
}  // namespace

TEST_CASE("a sum that starts at another product keeps it where an outer product rides along") {
    // f = (v.v)^2, grad f = 4 (v.v) v, d/dv_j sum_i grad_i = 4 v.v + 8 v_j sum_i v_i
    constexpr auto total = sum(es::grad(square(matmul(v, v)), es::wrt(v)));
    auto const g = es::gradient(total, es::wrt(v), v = {0.3, 0.4})[v];
    CHECK(g(0) == Approx(4 * 0.25 + 8 * 0.3 * 0.7));
    CHECK(g(1) == Approx(4 * 0.25 + 8 * 0.4 * 0.7));
}

TEST_CASE("a number that a product reads through another shape has a place") {
    // f = sum tanh(w s), df/ds = sum w (1 - tanh^2), d/dw = (1 - t^2)(1 - 2 w s t)
    constexpr auto slope = es::grad(sum(tanh(matmul(w, es::reshape<1>(s)))), es::wrt(s));
    es::variables vars{slope};
    vars[w] = {0.1, 0.2, 0.3};
    auto const g = es::gradient(slope, es::wrt(w), vars, s = 0.3)[w];
    for (es::index_t i = 0; i < 3; ++i) {
        double const a = vars[w][i], t = std::tanh(0.3 * a);
        CHECK(g[i] == Approx((1 - t * t) * (1 - 2 * a * 0.3 * t)));
    }
}

namespace {
constexpr auto c = es::input<"c", es::shape<>, double>;
}  // namespace

TEST_CASE("a riding product does not write over what the product before it still reads") {
    // f = c (v.v)^2, sum_i grad_i = 4 c (v.v) sum_i v_i
    constexpr auto total = sum(es::grad(c * square(matmul(v, v)), es::wrt(v)));
    auto const g = es::gradient(total, es::wrt(v, c), v = {0.3, 0.4}, c = 0.5);
    CHECK(g[v](0) == Approx(8 * 0.3 * 0.5 * 0.7 + 4 * 0.25 * 0.5));
    CHECK(g[v](1) == Approx(8 * 0.4 * 0.5 * 0.7 + 4 * 0.25 * 0.5));
    CHECK(g[c] == Approx(4 * 0.25 * 0.7));
}

namespace {
constexpr auto image = es::input<"image", es::shape<2, 5, 6>, double>;
constexpr auto f =
    es::conv2d<"f", 2, 4, 3, 2, double>(es::stride = es::shape<2, 1>{}, es::padding = 1_c);
constexpr auto of_image = mean(square(relu(f(image)) - 0.3_c));
}  // namespace

TEST_CASE("what is done to sums that are made one by one is done in their loops") {
    using graph = es::detail::flat<es::detail::program_of<decltype(of_image)>>;
    using plan = es::detail::planned<graph, graph::result>;
    if constexpr (es::detail::plain_products)  // convolution, bias, ReLU, square, sum; the mean
        CHECK(plan::fusion.count == 2);

    // a step of gradient descent, whose updates stand behind the sums of gradients
    es::variables vars{of_image};
    es::initialize(vars, 7);
    es::tensor<double, 2, 5, 6> pixels;
    for (es::index_t i = 0; i < 60; ++i) pixels.flat(i) = std::sin(1.7 * static_cast<double>(i));
    auto const g = es::gradient(of_image, es::wrt(f.weight, f.bias), vars, image = pixels);
    auto const before = vars;
    auto trainer = es::trainer(of_image, es::sgd(es::lr = 0.5));
    trainer.step(vars, image = pixels);
    for (es::index_t i = 0; i < 4; ++i)
        CHECK(vars[f.bias](i) == Approx(before[f.bias](i) - 0.5 * g[f.bias](i)));
    for (es::index_t i = 0; i < decltype(f.weight)::shape_type::size; ++i)
        CHECK(vars[f.weight].flat(i) ==
              Approx(before[f.weight].flat(i) - 0.5 * g[f.weight].flat(i)));
    CHECK(es::check_gradient(of_image, vars, image = pixels));
}

namespace {
constexpr auto u = es::input<"u", es::shape<6>, double>;
constexpr auto made_of_numbers = exp(0.5_c) * 2_c - 1_c;
constexpr auto by_two_loops = sum(u * made_of_numbers) + sum(outer(u, u) * square(made_of_numbers));
constexpr auto alone = made_of_numbers * square(made_of_numbers);
constexpr auto long_chain = [] {
    constexpr auto a = made_of_numbers;
    constexpr auto b = a * a + 0.5_c * a - 1_c / a;
    constexpr auto d = 0.25_c * b * b - b / (1_c + b);
    return sum(u * d) + sum(outer(u, u)) * d;
}();
constexpr auto by_a_product = sum(matmul(outer(u, u), es::broadcast_to<6>(alone)));
}  // namespace

TEST_CASE("what is made of numbers alone is made in each loop that reads it, of whatever size") {
    // the two sums and what joins them
    static_assert(es::plan(by_two_loops).loop_count == 3);
    es::tensor<double, 6> const at{0.1, -0.2, 0.3, 0.4, -0.5, 0.6};
    double const k = 2 * std::exp(0.5) - 1, total = 0.7;
    auto const r = es::value_and_gradient(by_two_loops, es::wrt(u), u = at);
    CHECK(r.value == Approx(k * total + k * k * total * total));
    CHECK(r.gradient[u](3) == Approx(k + 2 * k * k * total));

    CHECK(es::evaluate(alone) == Approx(k * k * k));

    double const b = k * k + k / 2 - 1 / k, d = b * b / 4 - b / (1 + b);
    CHECK(es::evaluate(long_chain, u = at) == Approx(d * total + total * total * d));
    CHECK(es::gradient(long_chain, es::wrt(u), u = at)[u](0) == Approx(d + 2 * total * d));

    CHECK(es::evaluate(by_a_product, u = at) == Approx(k * k * k * total * total));
    CHECK(es::gradient(by_a_product, es::wrt(u), u = at)[u](0) == Approx(2 * k * k * k * total));
}

TEST_CASE("a factor of one that is repeated is left out") {
    // the gradient of a sum of products is read where it is: no loop multiplies it by one
    constexpr auto a = es::input<"a", es::shape<3, 3>, double>;
    constexpr auto b = es::input<"b", es::shape<3, 3>, double>;
    constexpr auto g = es::grad(sum(matmul(a, b)), es::wrt(a));
    static_assert(es::plan(g).loop_count == 2);  // sums of b's rows, and their copies
    constexpr double as[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    auto const of_a = es::evaluate(g, a = as, b = as);
    CHECK(of_a(0, 0) == 6);
    CHECK(of_a(2, 1) == 15);
}
