// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/dot.hpp>
#include <espalier/kernel/narrow.hpp>
#include <espalier/kernel/outer.hpp>
#include <espalier/kernel/tile.hpp>
#include <espalier/kernel/transpose.hpp>

/// One matrix product in registers: tiles of rows by packs of columns, or dot products where the
/// columns of B are stored apart. Which of the two, and how large, follows from the shapes.
namespace espalier::inline ESPALIER_ABI::kernel {

/// At most this much of an operand is transposed into scratch memory, to make columns of B adjacent
/// or rows of A.
inline constexpr index_t transposed_bytes = index_t{32} * 1024;
/// A larger product has a function, and all registers, of its own: inlined into a long one, its sums
/// would be spilled; those of a single row, which wait for one another, most of all.
constexpr bool shares_registers(index_t rows, index_t cols, index_t depth) {
    return rows * cols * depth <= (rows == 1 ? 2048 : 8192);
}

template <class Body, index_t M, index_t N, index_t K, bool Left, bool Right, class Update>
struct product {
    using T = typename Body::value_type;
    T const* a;
    T const* b;
    results<Body, N, Update> result;

    // the storage of a vector is the same both ways
    static constexpr bool left = Left && M > 1 && K > 1;
    static constexpr bool adjacent = !Right || K == 1;
    // Where one row, or one product, is all there is, results are soon read again: tails in
    // registers of their own (5 = 4 + 1), since processors forward stores to loads of the same
    // extent, but not masked ones. Else one masked register is less work.
    static constexpr bool exact_tails = M == 1 || K == 1;
    // Of a large outer product nothing is read again so soon.
    static constexpr index_t elements = M * N;
    static constexpr bool runs_on =
        K == 1 && M > 1 && N > 1 && elements > part_of_line&& Body::runs_down_rows;

    ESPALIER_INLINE void run() const {
        if constexpr (runs_on) {
            outer_product<Body, M, N, Update>{a, b, result}.run();
        } else if constexpr (K == 1 && narrow_rows<T, M, N>::fit && Body::runs_down_rows) {
            narrow_rows<T, M, N>::outer_product(
                a, b, [&](index_t at, auto x) ESPALIER_INLINE_LAMBDA {
                    result.template emit_run<width_of<decltype(x)>>(at, x);
                });
        } else if constexpr (K == 1 && N > 1) {
            for (index_t m = 0; m < M; ++m) one_row<0>(m);
        } else if constexpr (M == 1 && adjacent && narrow_rows<T, K, N>::fit) {
            result.template emit_sum<vec<T, static_cast<int>(N)>, static_cast<int>(N)>(
                0, 0, narrow_rows<T, K, N>::product(a, b));
        } else if constexpr (adjacent && N > 1) {
            tiles<Body, M, N, K, left, exact_tails, Update>{a, b, result}.run();
        } else if constexpr (N == 1 && left) {
            // y = A^T b: rows of the stored A are side by side
            down<0>();
        } else if constexpr (N == 1 || M < 4 || N * K * sizeof(T) > transposed_bytes) {
            if constexpr (left && M * K * sizeof(T) <= transposed_bytes) {
                alignas(register_bytes) T rows_of_a[M * K];
                transposition<T, K, M>::run(a, rows_of_a);
                product<Body, M, N, K, false, Right, Update>{rows_of_a, b, result}.run();
            } else if constexpr (left)
                plain();
            else if constexpr (N == 1)
                dots_down<0>();
            else
                for (index_t m = 0; m < M; ++m) dots<0>(m);
        } else {
            alignas(register_bytes) T turned[N * K];
            transposition<T, N, K>::run(b, turned);
            if constexpr (!shares_registers(M, N, K))
                on_turned(turned);
            else
                tiles<Body, M, N, K, left, exact_tails, Update>{a, turned, result}.run();
        }
    }

private:
    /// Beside the array that is read, sums and rows would not stay in registers.
    [[gnu::noinline]] void on_turned(T const* turned) const {
        tiles<Body, M, N, K, left, exact_tails, Update>{a, turned, result}.run();
    }
    /// One row of an outer product, from column First on.
    template <index_t First>
    ESPALIER_INLINE void one_row(index_t m) const {
        if constexpr (First < N) {
            constexpr int width = width_within<T, N - First>;
            constexpr index_t w = static_cast<index_t>(width), packs = (N - First) / w;
            using V = vec_or_scalar<T, width>;
            for (index_t n = First; n + w <= First + packs * w; n += w)
                result.template emit_sum<V, width>(m, n, broadcast<V>(a[m]) * load<V>(b + n));
            one_row<First + packs * w>(m);
        }
    }
    // --- dots: C(m, n) = sum over packs of k of A(m, k) B(n, k)

    /// One row of C from column First on, in the registers in which it will be read.
    template <index_t First>
    ESPALIER_INLINE void dots(index_t m) const {
        if constexpr (First < N) {
            constexpr int width = width_within<T, N - First>;
            constexpr index_t w = static_cast<index_t>(width), packs = (N - First) / w;
            for (index_t n = First; n + w <= First + packs * w; n += w)
                result.template emit_sum<vec_or_scalar<T, width>, width>(
                    m, n,
                    dot_products<T, K>::template side_by_side<width>(a + m * K, 0, b + n * K, K));
            dots<First + packs * w>(m);
        }
    }
    /// y = A b: rows of C, which lie side by side.
    template <index_t First>
    ESPALIER_INLINE void dots_down() const {
        if constexpr (First < M) {
            constexpr int width = width_within<T, M - First>;
            constexpr index_t w = static_cast<index_t>(width), packs = (M - First) / w;
            for (index_t m = First; m + w <= First + packs * w; m += w)
                emit_down<vec_or_scalar<T, width>, width>(
                    m, dot_products<T, K>::template side_by_side<width>(a + m * K, K, b, 0));
            dots_down<First + packs * w>();
        }
    }
    /// y = A^T b: packs of rows of C.
    template <index_t First>
    ESPALIER_INLINE void down() const {
        constexpr index_t rest = M - First;
        if constexpr (rest > 0) {
            constexpr int width = width_within<T, rest>;
            constexpr index_t count = rest / static_cast<index_t>(width);
            constexpr int active = width;
            using V = vec_or_scalar<T, width>;
            for (index_t i = 0; i < count; ++i) {
                index_t const m = First + i * static_cast<index_t>(active);
                V even(T{}), odd(T{});
                index_t k = 0;
                for (; k + 2 <= K; k += 2) {
                    even = multiply_add(broadcast<V>(b[k]), load<V, active>(a + k * M + m), even);
                    odd = multiply_add(broadcast<V>(b[k + 1]), load<V, active>(a + (k + 1) * M + m),
                                       odd);
                }
                if (k < K)
                    even = multiply_add(broadcast<V>(b[k]), load<V, active>(a + k * M + m), even);
                emit_down<V, active>(m, even + odd);
            }
            constexpr index_t done = count * static_cast<index_t>(active);
            down<First + done>();
        }
    }
    /// Rows of a product with one column: a body that tells rows apart runs one by one.
    template <class V, int Active>
    ESPALIER_INLINE void emit_down(index_t m, V value) const {
        if constexpr (is_scalar<V> || Body::runs_down_rows) {
            result.template emit_sum<V, Active>(m, 0, value);
        } else {
            for (int i = 0; i < Active; ++i)
                result.template emit_sum<T, 1>(m + static_cast<index_t>(i), 0, T(value.v[i]));
        }
    }

    // --- both operands stored across: rare, plain loops

    ESPALIER_INLINE void plain() const {
        for (index_t m = 0; m < M; ++m)
            for (index_t n = 0; n < N; ++n) {
                T sum{};
                for (index_t k = 0; k < K; ++k)
                    sum += (left ? a[k * M + m] : a[m * K + k]) * b[n * K + k];
                result.template emit_sum<T, 1>(m, n, sum);
            }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
