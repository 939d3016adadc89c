// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <array>
#include <espalier/espalier.hpp>
#include <vector>

#include "../catch.hpp"

namespace es = espalier;
using namespace es::literals;

namespace {

template <class T>
constexpr auto w = es::parameter<"w", es::shape<4>, T>;
template <class T>
constexpr auto m = es::parameter<"m", es::shape<3, 2>, T>;
template <class T>
constexpr auto x = es::input<"x", es::shape<2>, T>;
template <class T>
constexpr auto scale = es::input<"scale", es::shape<>, T>;

/// A small program with loops, reductions, products, slices, joins, and a choice.
template <class T>
constexpr auto row = concat<0>(es::matmul(m<T>, x<T>), es::reshape<1>(scale<T>));
template <class T>
constexpr auto mixed =
    where(row<T> > 0_c, tanh(row<T>), row<T>* row<T>) + es::slice<0, 3, 4>(w<T>) * exp(w<T>);
template <class T>
constexpr auto term = es::logsumexp(mixed<T>) + dot(w<T>, mixed<T>);

template <class T>
std::vector<std::array<T, 2>> samples(std::size_t n) {
    std::vector<std::array<T, 2>> xs(n);
    for (std::size_t i = 0; i < n; ++i)
        xs[i] = {static_cast<T>(std::sin(3.0 * static_cast<double>(i))),
                 static_cast<T>(std::cos(7.0 * static_cast<double>(i)))};
    return xs;
}

template <class T>
void check(double epsilon) {
    es::variables vars{term<T>};
    es::initialize(vars, es::normal, 3);
    for (std::size_t n : {1u, 3u, 4u, 8u, 15u, 16u, 17u, 70u}) {
        auto const xs = samples<T>(n);
        auto const r = es::value_and_gradient(term<T>, vars, x<T> = xs, scale<T> = T(0.7));
        double value = 0, of_w[4]{}, of_m[6]{};
        std::vector<T> rows(n * 4), terms(n);
        es::evaluate_into(mixed<T>, rows, vars, x<T> = xs, scale<T> = T(0.7));
        es::evaluate_into(term<T>, terms, vars, x<T> = xs, scale<T> = T(0.7));
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = es::value_and_gradient(term<T>, vars, x<T> = xs[i], scale<T> = T(0.7));
            auto const values = es::evaluate(mixed<T>, vars, x<T> = xs[i], scale<T> = T(0.7));
            if (n > 1) CHECK(terms[i] == Approx(one.value).epsilon(epsilon));
            for (std::size_t k = 0; k < 4; ++k)
                CHECK(rows[4 * i + k] == Approx(values[k]).epsilon(epsilon).margin(epsilon));
            double const share = 1 / static_cast<double>(n);
            value += share * static_cast<double>(one.value);
            for (std::size_t k = 0; k < 4; ++k)
                of_w[k] += share * static_cast<double>(one.gradient[w<T>](k));
            for (std::size_t k = 0; k < 6; ++k)
                of_m[k] += share * static_cast<double>(one.gradient[m<T>](k / 2, k % 2));
        }
        CHECK(static_cast<double>(r.value) == Approx(value).epsilon(epsilon));
        for (std::size_t k = 0; k < 4; ++k)
            CHECK(static_cast<double>(r.gradient[w<T>](k)) ==
                  Approx(of_w[k]).epsilon(epsilon).margin(epsilon));
        for (std::size_t k = 0; k < 6; ++k)
            CHECK(static_cast<double>(r.gradient[m<T>](k / 2, k % 2)) ==
                  Approx(of_m[k]).epsilon(epsilon).margin(epsilon));
    }
}

}  // namespace

TEST_CASE("samples in the lanes of registers: as one by one, for any number of them") {
    check<double>(1e-12);
    check<float>(2e-5);
}

TEST_CASE("Jacobians of small programs, sample by sample") {
    constexpr auto y = tanh(es::matmul(m<double>, x<double>));
    constexpr auto of = [](auto e) { return es::grad(es::reshape<>(e), es::wrt(x<double>)); };
    constexpr auto rows = es::stack<0>(of(es::slice<0, 0, 1>(y)), of(es::slice<0, 2, 3>(y)));
    es::variables vars{y};
    es::initialize(vars, es::normal, 5);
    auto const xs = samples<double>(19);
    std::vector<double> all(19 * 4);
    es::evaluate_into(rows, all, vars, x<double> = xs);
    for (std::size_t i = 0; i < 19; ++i) {
        auto const J = es::jacobian(y, es::wrt(x<double>), vars, x<double> = xs[i]);
        for (std::size_t k = 0; k < 2; ++k) {
            CHECK(all[4 * i + k] == Approx(J[x<double>](0, k)).epsilon(1e-12));
            CHECK(all[4 * i + 2 + k] == Approx(J[x<double>](2, k)).epsilon(1e-12));
        }
    }
}
