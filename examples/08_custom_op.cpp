// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Ops of one's own: an elementwise one gives its formula and its derivative, any other its shape
// rule, its value and its adjoint. Both work in any expression: in gradients, in forward mode, in
// training.
#include <cmath>
#include <cstdio>
#include <espalier/core.hpp>

namespace es = espalier;
using namespace es::literals;

// [elementwise]
/// x + sin(x)^2 (Ziyin et al. 2020), for scalars and, in the hosted build, whole registers.
struct snake_op : es::elementwise<"snake"> {
    template <class V>
    static constexpr V value(V x) {
        V const s = es::math::sin(x);
        return x + s * s;
    }
    template <int>  // of which operand
    static constexpr auto adjoint(auto g, auto /*y*/, auto x) {
        return g * (1_c + sin(2_c * x));
    }
};
constexpr auto snake(auto x) { return es::apply<snake_op>(x); }
// [/elementwise]

// [opaque]
/// Means of each K neighbours: (L) -> (L - K + 1), or transposed, what each element gives to them.
template <es::index_t K, bool Transposed = false>
struct moving_mean_op : es::opaque<"moving_mean"> {
    template <class X>
    static consteval auto result() {  // the shape rule
        static_assert(X::shape_type::rank == 1 && X::shape_type::size >= K,
                      "moving_mean<K>(x): 'x' must be a vector of at least K elements");
        constexpr es::index_t n = X::shape_type::size;
        return es::array<typename X::value_type, Transposed ? n + K - 1 : n - K + 1>{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {  // the value
        constexpr es::index_t n = X::shape_type::size, m = Out::shape_type::size;
        for (es::index_t i = 0; i < m; ++i) out[i] = T{};
        for (es::index_t i = 0; i < (Transposed ? n : m); ++i)
            for (es::index_t k = 0; k < K; ++k)
                out[Transposed ? i + k : i] += x[Transposed ? i : i + k] / static_cast<T>(K);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto /*y*/, auto /*x*/) {
        return es::apply<moving_mean_op<K, !Transposed>>(g);  // linear: the transposed op
    }
};
template <es::index_t K>
constexpr auto moving_mean(auto x) {
    return es::apply<moving_mean_op<K>>(x);
}
// [/opaque]

namespace {

constexpr auto x = es::input<"x", es::shape<1>, double>;
constexpr auto t = es::input<"t", es::shape<12>, double>;
constexpr auto fc1 = es::linear<"fc1", 1, 16, double>;
constexpr auto fc2 = es::linear<"fc2", 16, 16, double>;
constexpr auto y = moving_mean<5>(fc2(snake(fc1(x))));
constexpr auto loss = es::mse(y, t);
static_assert(std::is_same_v<decltype(y)::shape_type, es::shape<12>>);

/// Twelve values of a slow wave.
es::tensor<double, 12> wave(double at) {
    es::tensor<double, 12> w{};
    for (es::index_t i = 0; i < 12; ++i) w(i) = std::sin(3 * at + 0.4 * static_cast<double>(i));
    return w;
}

}  // namespace

int main() {
    es::variables vars{loss};
    es::initialize(vars, 3);
    double const at[1] = {0.3};

    // [check]
    // reverse mode against central differences, then forward mode against reverse
    auto const report = es::check_gradient(loss, vars, x = at, t = wave(0.3));
    auto const r = es::value_and_gradient(loss, es::wrt(x), vars, x = at, t = wave(0.3));
    auto const d = es::jvp(loss, vars, x = at, t = wave(0.3), es::tangent(x) = {1.0});
    // [/check]
    double const forward_error = std::fabs(d.tangent - r.gradient[x](0));

    auto trainer = es::trainer(loss, es::adam(es::lr = 0.01));
    double first = 0, last = 0;
    for (int step = 0; step < 4000; ++step) {
        double const xs[1] = {-1 + 2 * (step * 37 % 100) / 100.0};
        double const now = trainer.step(vars, x = xs, t = wave(xs[0]));
        (step < 100 ? first : last) += step < 100 || step >= 3900 ? now / 100 : 0;
    }
    std::printf(
        "gradient as by differences: %s, forward as reverse mode to %.1g, loss %.3f -> %.5f\n",
        report ? "yes" : "NO", forward_error, first, last);
    return report && forward_error < 1e-12 && last < 0.01 * first ? 0 : 1;
}
