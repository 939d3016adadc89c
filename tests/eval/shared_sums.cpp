// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <array>
#include <cmath>
#include <espalier/espalier.hpp>
#include <vector>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

int values = 0, slopes = 0;  // elements computed, of a register all

template <class V>
constexpr int elements = 1;
template <class T, int W>
constexpr int elements<es::kernel::vec<T, W>> = W;

struct slope_op : es::elementwise<"slope"> {
    template <class V>
    static constexpr V value(V g, V x) {
        if (!std::is_constant_evaluated()) slopes += elements<V>;
        return g * (x + x);
    }
};
/// x^2, which counts.
struct counted_op : es::elementwise<"counted"> {
    template <class V>
    static constexpr V value(V x) {
        if (!std::is_constant_evaluated()) values += elements<V>;
        return x * x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return es::apply<slope_op>(g, x);
    }
};
constexpr auto counted(auto e) { return es::apply<counted_op>(e); }

template <es::index_t N>
constexpr auto x = es::input<"x", es::shape<N>, double>;
template <es::index_t N>
constexpr auto w = es::parameter<"w", es::shape<4, N>, double>;
constexpr auto b = es::parameter<"b", es::shape<4>, double>;
constexpr auto c = es::parameter<"c", es::shape<4>, double>;
constexpr auto scale = es::input<"scale", es::shape<>, double>;
/// Samples read c themselves, and shared values depend on all parameters.
template <es::index_t N>
constexpr auto term = es::logsumexp(es::matmul(counted(w<N> * scale), x<N>) + counted(b) * c) -
                      0.5_c * es::logsumexp(counted(c)) * scale;

template <es::index_t N>
std::vector<std::array<double, N>> samples(std::size_t n) {
    std::vector<std::array<double, N>> xs(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < N; ++k) xs[i][k] = std::sin(static_cast<double>(7 * i + k));
    return xs;
}

/// Values and gradients are the means of those of the samples, and of what the samples share each
/// element is computed, and differentiated, once for all of them.
template <es::index_t N>
void check() {
    constexpr auto f = term<N>;
    es::variables vars{f};
    es::initialize(vars, es::normal, 3);
    auto trainer = es::trainer(f, es::sgd(es::lr = 0.1), es::batched);
    auto const wanted = es::wrt(w<N>, b, c, scale);
    constexpr int shared = 4 * static_cast<int>(N) + 4 + 4;
    for (std::size_t n : {1u, 3u, 8u, 16u, 61u, 200u}) {
        auto const xs = samples<N>(n);
        double value = 0, of_scale = 0;
        es::gradients mean{f, es::wrt(w<N>, b, c)};
        mean = {};
        for (auto const& one : xs) {
            auto const r = es::value_and_gradient(f, wanted, vars, x<N> = one, scale = 0.7);
            double const share = 1 / static_cast<double>(n);
            value += share * r.value;
            of_scale += share * r.gradient[scale];
            for (es::index_t k = 0; k < 4 * N; ++k) mean[w<N>][k] += share * r.gradient[w<N>][k];
            for (es::index_t k = 0; k < 4; ++k) {
                mean[b][k] += share * r.gradient[b][k];
                mean[c][k] += share * r.gradient[c][k];
            }
        }
        auto const near = [](double expected) {
            return Approx(expected).epsilon(1e-11).margin(1e-13);
        };

        values = slopes = 0;
        auto const r = es::value_and_gradient(f, wanted, vars, x<N> = xs, scale = 0.7);
        CHECK(values == shared);
        CHECK(slopes == shared);
        CHECK(r.value == near(value));
        CHECK(r.gradient[scale] == near(of_scale));
        for (es::index_t k = 0; k < 4 * N; ++k) CHECK(r.gradient[w<N>][k] == near(mean[w<N>][k]));
        for (es::index_t k = 0; k < 4; ++k) {
            CHECK(r.gradient[b][k] == near(mean[b][k]));
            CHECK(r.gradient[c][k] == near(mean[c][k]));
        }

        values = slopes = 0;
        CHECK(es::evaluate(f, vars, x<N> = xs, scale = 0.7) == near(value));
        std::vector<double> each(n);
        if (n > 1) es::evaluate_into(f, each, vars, x<N> = xs, scale = 0.7);
        CHECK(values == (n > 1 ? 2 : 1) * shared);
        double total = 0;
        for (double one : each) total += one;
        if (n > 1) CHECK(total / static_cast<double>(n) == near(value));

        auto trained = vars;
        values = slopes = 0;
        CHECK(trainer.step(trained, x<N> = xs, scale = 0.7) == near(value));
        CHECK(values == shared);
        CHECK(slopes == shared);
        for (es::index_t k = 0; k < 4 * N; ++k)
            CHECK(trained[w<N>][k] == near(vars[w<N>][k] - 0.1 * mean[w<N>][k]));
        for (es::index_t k = 0; k < 4; ++k)
            CHECK(trained[c][k] == near(vars[c][k] - 0.1 * mean[c][k]));
    }
}

}  // namespace

TEST_CASE("what samples share is computed and differentiated once: samples in lanes") {
    check<5>();
}

TEST_CASE("... and samples in tiles") { check<70>(); }

TEST_CASE("only what is asked for is differentiated behind the samples") {
    es::variables vars{term<5>};
    es::initialize(vars, es::normal, 3);
    auto const xs = samples<5>(64);
    values = slopes = 0;
    auto const of_b = es::gradient(term<5>, es::wrt(b), vars, x<5> = xs, scale = 0.7);
    CHECK(slopes == 4);
    slopes = 0;
    auto const all = es::gradient(term<5>, vars, x<5> = xs, scale = 0.7);
    for (es::index_t k = 0; k < 4; ++k) CHECK(of_b[b][k] == Approx(all[b][k]).epsilon(1e-12));
}

TEST_CASE("a batch in a constant expression") {
    constexpr auto y = es::input<"y", es::shape<>, double>;
    constexpr auto p = es::parameter<"p", es::shape<2>, double>;
    constexpr auto f = square(y * sum(square(p)) - 1_c);
    constexpr double of_p = [&] {
        es::variables vars{f};
        vars[p] = {1.0, 2.0};
        std::array<double, 3> const ys{1, 2, 3};
        return es::gradient(f, vars, y = es::batch(ys))[p](1);
    }();
    // d/dp of the mean of (5 y - 1)^2 is 2 (5 y - 1) y 2 p
    STATIC_REQUIRE(of_p > 8.0 * (4 * 1 + 9 * 2 + 14 * 3) / 3 - 1e-9);
    STATIC_REQUIRE(of_p < 8.0 * (4 * 1 + 9 * 2 + 14 * 3) / 3 + 1e-9);
}
