// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/op/inverse.hpp>
#include <espalier/op/matmul.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The triangle of a square matrix, the other numbers 0; of each matrix of a batch.
template <bool Upper>
struct triangle_op : opaque<"triangle"> {
    static constexpr index_t flops_per_element = 0;
    template <class X>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr index_t n = X::shape_type::value.axis[X::shape_type::rank - 1];
        for (index_t i = 0; i < X::shape_type::size; ++i) {
            index_t const row = i / n % n, column = i % n;
            out[i] = (Upper ? column >= row : column <= row) ? x[i] : T{};
        }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return apply<triangle_op>(g);
    }
};

/// Solves a x = b, or (Transposed) the transpose of a, by substitution.
template <bool Upper, bool Transposed>
struct triangular_solve_op : opaque<"triangular_solve"> {
    template <class A, class B>
    static consteval bool fits() {
        constexpr extents a = A::shape_type::value, b = B::shape_type::value;
        if constexpr (!detail::is_square<typename A::shape_type>) return false;
        if (b.rank != a.rank && b.rank != a.rank - 1) return false;
        for (int i = 0; i < a.rank - 1; ++i)
            if (a.axis[i] != b.axis[i]) return false;
        return true;
    }
    template <class A, class B>
    static consteval auto result() {
        static_assert(fits<A, B>(),
                      "espalier::triangular_solve(a, b): 'a' must be square, and 'b' must have as "
                      "many rows");
        return detail::array_of<detail::common_value_t<A, B>, typename B::shape_type>{};
    }
    template <class Out, class A, class B>
    static consteval index_t flops() {
        return B::shape_type::size * A::shape_type::value.axis[A::shape_type::rank - 1];
    }
    template <class Out, class A, class B, class T>
    static constexpr void run(T* out, T const* a, T const* b) {
        constexpr extents shape_a = A::shape_type::value;
        constexpr index_t n = shape_a.axis[shape_a.rank - 1];
        constexpr index_t matrices = A::shape_type::size / (n * n);
        constexpr index_t columns = B::shape_type::size / (n * matrices);
        for (index_t m = 0; m < matrices; ++m, a += n * n, b += n * columns, out += n * columns)
            for (index_t step = 0; step < n; ++step) {
                // a triangle that is transposed starts from its other end
                constexpr bool from_end = Upper != Transposed;
                index_t const i = from_end ? n - 1 - step : step;
                index_t const first = from_end ? i + 1 : 0, last = from_end ? n : i;
                for (index_t c = 0; c < columns; ++c) {
                    T rest = b[i * columns + c];
                    for (index_t j = first; j < last; ++j)
                        rest -= a[Transposed ? j * n + i : i * n + j] * out[j * columns + c];
                    out[i * columns + c] = rest / a[i * n + i];
                }
            }
    }
    /// A vector is a matrix of one column.
    template <class A, class B>
    struct column_rule {
        consteval extents operator()() const {
            extents to = B::shape_type::value;
            if (to.rank < A::shape_type::rank) to.push(1);
            return to;
        }
    };
    /// b gets a^-T g, and a minus the triangle of that times x^T.
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto) {
        auto const solved = apply<triangular_solve_op<Upper, !Transposed>>(a, g);
        if constexpr (Operand == 1) {
            return solved;
        } else {
            using matrix = detail::shape_by<column_rule<decltype(a), decltype(y)>>;
            auto const u = detail::reshaped<matrix>(solved);
            auto const v = detail::reshaped<matrix>(y);
            if constexpr (Transposed)
                return -apply<triangle_op<Upper>>(matmul(v, detail::matrices_transposed(u)));
            else
                return -apply<triangle_op<Upper>>(matmul(u, detail::matrices_transposed(v)));
        }
    }
};

namespace adl {
/// The x of a x = b for a lower triangular matrix a and a vector or matrix b of as many rows, or
/// for batches of both. Only the triangle of a is read, and only it gets a gradient.
template <expression A, expression B>
constexpr auto triangular_solve(A a, B b) {
    return apply<triangular_solve_op<false, false>>(a, b);
}
/// The same for an upper triangular matrix: `triangular_solve(a, b, es::upper)`.
template <expression A, expression B>
constexpr auto triangular_solve(A a, B b, upper_t) {
    return apply<triangular_solve_op<true, false>>(a, b);
}
}  // namespace adl
using adl::triangular_solve;

}  // namespace espalier::inline ESPALIER_ABI
