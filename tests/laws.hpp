// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>
#include <espalier/core.hpp>

#include "catch.hpp"

/// Laws that every op obeys, stated once.
namespace laws {

namespace es = espalier;

/// Forward mode, Jacobians by either mode, and the cotangent s say the same of e at these values.
template <class E, class Leaf, class Tensor, class Gradient, class... Binding>
void modes_agree(E e, Leaf leaf, Tensor const& values, Gradient const& of_weighted,
                 Tensor const& s_times_j, Binding const&... others) {
    using shape = typename E::shape_type;
    constexpr es::index_t n = Leaf::shape_type::size, m = shape::size;
    Tensor direction{};
    for (es::index_t i = 0; i < n; ++i) direction[i] = 0.75 - 0.5 * static_cast<double>((i * 5) % 3);
    auto const d = es::jvp(e, leaf = values, es::tangent(leaf) = direction, others...);
    auto const element = [](auto const& t, [[maybe_unused]] es::index_t i) {
        if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(t)>>)
            return t;
        else
            return t.data()[i];
    };
    double along_forward = 0, along_reverse = 0;
    for (es::index_t o = 0; o < m; ++o) along_forward += element(d.tangent, o) * of_weighted[o];
    for (es::index_t i = 0; i < n; ++i) along_reverse += s_times_j[i] * direction[i];
    CHECK(along_forward == Approx(along_reverse).epsilon(1e-9).margin(1e-11));
    if constexpr (Leaf::shape_type::rank + shape::rank <= es::extents::max_rank && n * m <= 400) {
        auto const by_rows = es::jacobian(e, es::wrt(leaf), es::reverse_mode, leaf = values, others...);
        auto const by_columns = es::jacobian(e, es::wrt(leaf), es::forward_mode, leaf = values, others...);
        for (es::index_t i = 0; i < n; ++i) {
            double product = 0;
            for (es::index_t o = 0; o < m; ++o) {
                double const entry = element(by_rows[leaf], o * n + i);
                CHECK(element(by_columns[leaf], o * n + i) == Approx(entry).epsilon(1e-9).margin(1e-11));
                product += of_weighted[o] * entry;
            }
            CHECK(product == Approx(s_times_j[i]).epsilon(1e-9).margin(1e-11));
        }
    }
}

/// The gradient of sum(e * s), for a fixed s, with respect to `leaf`, against central differences.
template <class E, class Leaf, class Tensor, class... Binding>
void gradient_is_difference(E, Leaf leaf, Tensor values, Binding const&... others) {
    using shape = typename E::shape_type;
    constexpr auto weights = es::input<"law weights", shape, double>;
    constexpr auto scalar = sum(E{} * weights);
    es::basic_tensor<double, shape, es::row_major> s{};
    for (es::index_t i = 0; i < s.size(); ++i) s[i] = 0.5 + 0.25 * static_cast<double>((i * 7) % 5);

    auto const g = es::gradient(scalar, es::wrt(leaf), leaf = values, weights = s, others...);
    for (es::index_t i = 0; i < values.size(); ++i) {
        double const at = values[i], h = 1e-5 * (1 + std::abs(at));
        Tensor up = values, down = values;
        up[i] = at + h;
        down[i] = at - h;
        double const difference = (es::evaluate(scalar, leaf = up, weights = s, others...) -
                                   es::evaluate(scalar, leaf = down, weights = s, others...)) /
                                  (2 * h);
        double const computed = [&] {
            if constexpr (Leaf::shape_type::rank == 0)
                return g[leaf];
            else
                return g[leaf][i];
        }();
        CAPTURE(i, at);
        CHECK(computed == Approx(difference).epsilon(1e-6).margin(1e-8));
    }

    Tensor gradient_values{};
    for (es::index_t i = 0; i < values.size(); ++i) {
        if constexpr (Leaf::shape_type::rank == 0)
            gradient_values[i] = g[leaf];
        else
            gradient_values[i] = g[leaf][i];
    }
    modes_agree(E{}, leaf, values, s, gradient_values, others...);

    // Reverse mode is linear in the cotangent.
    es::basic_tensor<double, shape, es::row_major> twice = s;
    for (double& element : twice) element *= 2;
    auto const g2 = es::gradient(scalar, es::wrt(leaf), leaf = values, weights = twice, others...);
    if constexpr (Leaf::shape_type::rank > 0)
        for (es::index_t i = 0; i < values.size(); ++i)
            CHECK(g2[leaf][i] == Approx(2 * g[leaf][i]).epsilon(1e-12).margin(1e-14));

    // Behind stop_gradient nothing is differentiated, and the value is the same.
    static_assert(es::has_gradient(E{}, Leaf{}));
    static_assert(!es::has_gradient(es::stop_gradient(E{}), Leaf{}));
}

/// A function of one element: values against a reference, gradients against differences.
template <class F, class Reference, std::size_t N>
void unary(F f, double const (&points)[N], Reference reference) {
    constexpr auto x = es::input<"x", es::shape<N>, double>;
    constexpr auto y = F{}(es::input<"x", es::shape<N>, double>);
    (void)f;
    static_assert(std::is_same_v<typename decltype(y)::shape_type, es::shape<N>>);
    es::tensor<double, N> xs{};
    for (std::size_t i = 0; i < N; ++i) xs[i] = points[i];
    auto const ys = es::evaluate(y, x = xs);
    for (std::size_t i = 0; i < N; ++i) {
        CAPTURE(points[i]);
        CHECK(ys[i] == Approx(reference(points[i])).epsilon(1e-13).margin(1e-15));
    }
    gradient_is_difference(y, x, xs);

    // float agrees with double
    constexpr auto xf = es::input<"x", es::shape<N>, float>;
    es::tensor<float, N> singles{};
    for (std::size_t i = 0; i < N; ++i) singles[i] = static_cast<float>(points[i]);
    auto const yf = es::evaluate(F{}(xf), xf = singles);
    for (std::size_t i = 0; i < N; ++i)
        CHECK(static_cast<double>(yf[i]) ==
              Approx(reference(static_cast<double>(singles[i]))).epsilon(1e-5).margin(1e-6));
}

/// A function of two elements, with broadcasting of either operand.
template <class F, class Reference>
void binary(F, Reference reference, double shift = 0) {
    constexpr auto a = es::input<"a", es::shape<3, 1, 2>, double>;
    constexpr auto b = es::input<"b", es::shape<4, 1>, double>;
    constexpr auto y = F{}(es::input<"a", es::shape<3, 1, 2>, double>,
                           es::input<"b", es::shape<4, 1>, double>);
    static_assert(std::is_same_v<typename decltype(y)::shape_type, es::shape<3, 4, 2>>);
    es::tensor<double, 3, 1, 2> as{};
    es::tensor<double, 4, 1> bs{};
    for (es::index_t i = 0; i < 6; ++i) as[i] = shift + 0.3 + 0.17 * static_cast<double>((i * 5) % 7);
    for (es::index_t i = 0; i < 4; ++i) bs[i] = shift + 0.45 + 0.23 * static_cast<double>((i * 3) % 4);
    auto const ys = es::evaluate(y, a = as, b = bs);
    for (es::index_t i = 0; i < 3; ++i)
        for (es::index_t j = 0; j < 4; ++j)
            for (es::index_t k = 0; k < 2; ++k)
                CHECK(ys(i, j, k) == Approx(reference(as(i, 0, k), bs(j, 0))).epsilon(1e-13));
    gradient_is_difference(y, a, as, b = bs);
    gradient_is_difference(y, b, bs, a = as);
}

}  // namespace laws
