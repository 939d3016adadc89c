// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

/// vmap gives, sample by sample, what the expression gives for that sample; and the gradient of a
/// weighted sum over the samples is the sum of the samples' gradients.
template <es::index_t N, class E>
void is_sample_by_sample(E e) {
    constexpr auto x = es::input<"x", es::shape<N>, double>;
    constexpr auto w = es::parameter<"w", es::shape<N, N>, double>;
    constexpr auto mapped = es::vmap<3>(E{}, x);
    constexpr auto xs = es::input<"x", es::shape<3, N>, double>;
    static_assert(decltype(mapped)::shape_type::rank == E::shape_type::rank + 1);
    es::variables vars{e};
    es::initialize(vars, es::normal, 11);
    es::tensor<double, 3, N> values{};
    for (es::index_t i = 0; i < values.size(); ++i)
        values[i] = 0.4 + 0.31 * static_cast<double>((i * 5) % 7);
    auto const all_samples = es::evaluate(mapped, vars, xs = values);
    using weights = es::basic_tensor<double, typename decltype(mapped)::shape_type, es::row_major>;
    weights s{};
    for (es::index_t i = 0; i < s.size(); ++i) s[i] = 0.2 + 0.3 * static_cast<double>(i % 4);
    auto const g = es::gradient(mapped, es::wrt(w, xs), es::cotangent = s, vars, xs = values);
    es::tensor<double, N, N> total{};
    for (es::index_t b = 0; b < 3; ++b) {
        es::tensor<double, N> one{};
        for (es::index_t i = 0; i < N; ++i) one[i] = values(b, i);
        es::basic_tensor<double, typename E::shape_type, es::row_major> s_one{};
        auto const of_one = es::evaluate(e, vars, x = one);
        for (es::index_t o = 0; o < s_one.size(); ++o) {
            CHECK(all_samples[b * s_one.size() + o] == Approx(of_one.data()[o]).epsilon(1e-12));
            s_one[o] = s[b * s_one.size() + o];
        }
        auto const g_one = es::gradient(e, es::wrt(w, x), es::cotangent = s_one, vars, x = one);
        for (es::index_t i = 0; i < N; ++i)
            CHECK(g[xs](b, i) == Approx(g_one[x](i)).epsilon(1e-10).margin(1e-12));
        for (es::index_t i = 0; i < N * N; ++i) total[i] += g_one[w][i];
    }
    for (es::index_t i = 0; i < N * N; ++i)
        CHECK(g[w][i] == Approx(total[i]).epsilon(1e-10).margin(1e-12));
}

}  // namespace

TEST_CASE("products of every kind over a batch") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto w = es::parameter<"w", es::shape<3, 3>, double>;
    is_sample_by_sample<3>(matmul(w, x));
    is_sample_by_sample<3>(matmul(x, w));
    is_sample_by_sample<3>(matmul(outer(x, x), w));
    is_sample_by_sample<3>(matmul(w, outer(x, x)));
    is_sample_by_sample<3>(matmul(matmul(w, outer(x, exp(x))), outer(x, x)));
}

TEST_CASE("reductions, broadcasts and ops with kernels of their own") {
    constexpr auto x = es::input<"x", es::shape<4>, double>;
    constexpr auto w = es::parameter<"w", es::shape<4, 4>, double>;
    is_sample_by_sample<4>(sum<0>(w * x) + max<1>(w - x));
    is_sample_by_sample<4>(es::cumsum<0>(w * x));
    is_sample_by_sample<4>(transpose(w * x));
    is_sample_by_sample<4>(concat<0>(x, matmul(w, x)));
    is_sample_by_sample<4>(es::slice<1, 1, 3>(w * x));
    is_sample_by_sample<4>(es::broadcast_to<2, 4>(matmul(w, x)));
    is_sample_by_sample<4>(log_softmax<0>(matmul(w, x)));
    is_sample_by_sample<4>(prod<1>(w * x));
}

TEST_CASE("a scalar is the mean over the samples, as over a run-time batch") {
    constexpr auto x = es::input<"x", es::shape<2>>;
    constexpr auto t = es::input<"t", es::shape<1>>;
    constexpr auto fc1 = es::linear<"fc1", 2, 8>;
    constexpr auto fc2 = es::linear<"fc2", 8, 1>;
    constexpr auto loss = es::mse(fc2(relu(fc1(x))), t);
    constexpr auto mapped = es::vmap<4>(loss, x, t);
    static_assert(decltype(mapped)::shape_type::rank == 0);
    es::variables vars{loss};
    es::initialize(vars, 7);
    float const xs[4][2] = {{1, 2}, {-1, 0.5f}, {0.3f, 0.2f}, {-2, 1}};
    float const ts[4][1] = {{1}, {0}, {0.5f}, {-1}};
    auto const by_loop = es::value_and_gradient(loss, vars, x = xs, t = ts);
    auto const at_once = es::value_and_gradient(mapped, vars, x = xs, t = ts);
    CHECK(at_once.value == Approx(by_loop.value).epsilon(1e-5));
    for (es::index_t i = 0; i < 16; ++i)
        CHECK(at_once.gradient[fc1.weight][i] ==
              Approx(by_loop.gradient[fc1.weight][i]).epsilon(1e-4).margin(1e-6));

    auto one = es::trainer(mapped, es::sgd(es::lr = 0.1f));
    auto other = es::trainer(loss, es::sgd(es::lr = 0.1f), es::batched);
    auto vars_of_other = vars;
    for (int i = 0; i < 3; ++i) {
        float const a = one.step(vars, x = xs, t = ts);
        float const b = other.step(vars_of_other, x = xs, t = ts);
        CHECK(a == Approx(b).epsilon(1e-4));
    }
    for (es::index_t i = 0; i < 16; ++i)
        CHECK(vars[fc1.weight][i] ==
              Approx(vars_of_other[fc1.weight][i]).epsilon(1e-4).margin(1e-6));
}

TEST_CASE("what does not depend on the samples is computed once") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<50, 2>, double>;
    constexpr auto shared = tanh(exp(w));
    constexpr auto y = es::vmap<8>(sum(matmul(shared, x)), x);
    using graph = es::detail::flat_of<std::remove_cvref_t<decltype(y)>>;
    es::index_t tanh_elements = 0;
    for (int n = 0; n < graph::count; ++n)
        if (graph::view.table[graph::nodes[n].op].name == "tanh")
            tanh_elements += graph::view.table[graph::nodes[n].op].shape.size();
    CHECK(tanh_elements == 100);
}

TEST_CASE("a gradient for each sample") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto w = es::parameter<"w", es::shape<2>, double>;
    constexpr auto each = es::vmap<3>(es::grad(square(sum(w * x)), es::wrt(w)), x);
    es::variables vars{each};
    vars[w] = es::tensor<double, 2>{1, -2};
    auto const g = es::evaluate(each, vars, x = {{1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}});
    CHECK(g == es::tensor<double, 3, 2>{2, 0, 0, -4, -2, -2});
}

TEST_CASE("nested arrays are read where they lie, and copied in constant expressions") {
    constexpr auto x = es::input<"x", es::shape<2>, double>;
    constexpr auto xs = es::input<"x", es::shape<3, 2>, double>;
    constexpr auto e = sum(x * x);
    constexpr auto mapped = es::vmap<3>(e, x);
    constexpr double numbers[3][2] = {{1, 2}, {3, 4}, {5, 6}};
    static_assert(es::evaluate(mapped, x = numbers) == 91.0 / 3);
    static_assert(es::gradient(mapped, es::wrt(xs), x = numbers)[xs](2, 1) == 4.0);
    static_assert(es::gradient(mapped, es::wrt(xs), xs = numbers)[xs](2, 1) == 4.0);

    auto const lie_there = [&](auto const& values, double const* first) {
        auto const whole = xs = values;
        auto const samples = x = values;
        double copies[6]{};
        CHECK(whole.sample(0, copies) == first);
        CHECK(samples.sample(1, copies) == first + 2);
        CHECK(es::evaluate(mapped, x = values) == Approx(91.0 / 3));
        CHECK(es::evaluate(mapped, xs = values) == Approx(91.0 / 3));
    };
    lie_there(numbers, numbers[0]);
    std::array<std::array<double, 2>, 3> const arrays{{{1, 2}, {3, 4}, {5, 6}}};
    lie_there(arrays, arrays[0].data());

    // integers are converted, and tensors that are padded do not lie side by side
    int const integers[3][2] = {{1, 2}, {3, 4}, {5, 6}};
    CHECK(es::evaluate(mapped, x = integers) == Approx(91.0 / 3));
    CHECK(es::evaluate(mapped, xs = integers) == Approx(91.0 / 3));
    es::tensor<double, 2> const tensors[3]{{1, 2}, {3, 4}, {5, 6}};
    CHECK(es::evaluate(mapped, x = tensors) == Approx(91.0 / 3));
    CHECK(es::evaluate(mapped, xs = tensors) == Approx(91.0 / 3));
}
