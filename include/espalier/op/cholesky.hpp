// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/triangular_solve.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The lower triangle with half of the diagonal.
struct half_triangle_op : opaque<"half_triangle"> {
    template <class X>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr index_t n = X::shape_type::value.axis[X::shape_type::rank - 1];
        for (index_t i = 0; i < X::shape_type::size; ++i) {
            index_t const row = i / n % n, column = i % n;
            out[i] = column > row ? T{} : column == row ? x[i] / T{2} : x[i];
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return apply<half_triangle_op>(g);
    }
};

struct cholesky_op : opaque<"cholesky"> {
    template <class X>
    static consteval auto result() {
        static_assert(detail::is_square<typename X::shape_type>,
                      "espalier::cholesky(a): the last two extents of 'a' must be equal");
        return X{};
    }
    template <class Out, class X>
    static consteval index_t flops() {
        return X::shape_type::size * X::shape_type::value.axis[X::shape_type::rank - 1] / 3;
    }
    /// Row by row; reads the lower triangle.
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr index_t n = X::shape_type::value.axis[X::shape_type::rank - 1];
        for (index_t m = 0; m < X::shape_type::size / (n * n); ++m, x += n * n, out += n * n)
            for (index_t i = 0; i < n; ++i)
                for (index_t j = 0; j < n; ++j) {
                    T rest = j > i ? T{} : x[i * n + j];
                    for (index_t k = 0; k < j && j <= i; ++k)
                        rest -= out[i * n + k] * out[j * n + k];
                    out[i * n + j] = j < i    ? rest / out[j * n + j]
                                     : j == i ? math::sqrt(rest)
                                              : T{};
                }
    }
    /// With P the lower triangle of l^T g, its diagonal halved: the symmetric part of l^-T P l^-1
    /// (Murray, Differentiation of the Cholesky decomposition, 2016).
    template <int>
    static constexpr auto adjoint(auto g, auto l, auto) {
        auto const p = apply<half_triangle_op>(matmul(detail::matrices_transposed(l), g));
        auto const left = apply<triangular_solve_op<false, true>>(l, p);
        auto const s =
            apply<triangular_solve_op<false, true>>(l, detail::matrices_transposed(left));
        return detail::number_type<detail::bits_of(0.5)>{} * (s + detail::matrices_transposed(s));
    }
};

namespace adl {
/// The lower triangular l of a = l l^T for a symmetric positive definite matrix, or for each of a
/// batch; NaN where it is not. Reads the lower triangle; the gradient is symmetric, as in PyTorch.
template <expression X>
constexpr auto cholesky(X) {
    return applied<cholesky_op, X>{};
}
}  // namespace adl

inline constexpr op_object<cholesky_op> cholesky{};

}  // namespace espalier::inline ESPALIER_ABI
