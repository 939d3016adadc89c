// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/dot.hpp>
#include <espalier/kernel/loop.hpp>
#include <espalier/kernel/outer.hpp>
#include <espalier/kernel/transpose.hpp>

/// One matrix product in registers: tiles of rows by packs of columns, or dot products where the
/// columns of B are stored apart. Which of the two, and how large, follows from the shapes.
namespace espalier::inline ESPALIER_ABI::kernel {

/// At most this much of an operand is transposed into scratch memory, to make columns of B adjacent
/// or rows of A.
inline constexpr index_t transposed_bytes = index_t{32} * 1024;

template <class Body, index_t M, index_t N, index_t K, bool Left, bool Right, class Update>
struct product {
    using T = typename Body::value_type;
    T const* a;
    T const* b;
    T const* const* in;
    T* const* out;
    Update const& apply_update;
    index_t first_row;

    // the storage of a vector is the same both ways
    static constexpr bool left = Left && M > 1 && K > 1;
    static constexpr bool adjacent = !Right || K == 1;
    // Where one row, or one product, is all there is, results are soon read again: tails in
    // registers of their own (5 = 4 + 1), since processors forward stores to loads of the same
    // extent, but not masked ones. Else one masked register is less work.
    static constexpr bool exact_tails = M == 1 || K == 1;
    // Of a large outer product nothing is read again so soon.
    static constexpr bool runs_on = K == 1 && M > 1 && N > 1 && M* N > 512 && Body::runs_down_rows;
    template <index_t Rest>
    static constexpr int width_at = exact_tails ? width_within<T, Rest> : width_for<T, Rest>;

    ESPALIER_INLINE void run() const {
        if constexpr (runs_on) {
            outer_product<Body, M, N, Update>{a, b, in, out, apply_update, first_row * N}.run();
        } else if constexpr (K == 1 && N > 1) {
            for (index_t m = 0; m < M; ++m) one_row<0>(m);
        } else if constexpr (adjacent && N > 1) {
            columns<0>(b);
        } else if constexpr (N == 1 && left) {
            // y = A^T b: rows of the stored A are side by side
            down<0>();
        } else if constexpr (N == 1 || M < 4 || N * K * sizeof(T) > transposed_bytes) {
            if constexpr (left && M * K * sizeof(T) <= transposed_bytes) {
                alignas(register_bytes) T rows_of_a[M * K];
                transposition<T, K, M>::run(a, rows_of_a);
                product<Body, M, N, K, false, Right, Update>{rows_of_a,    b,        in, out,
                                                             apply_update, first_row}
                    .run();
            } else if constexpr (left)
                plain();
            else if constexpr (N == 1)
                dots_down<0>();
            else
                for (index_t m = 0; m < M; ++m) dots<0>(m);
        } else {
            alignas(register_bytes) T turned[N * K];
            transposition<T, N, K>::run(b, turned);
            columns<0>(turned);
        }
    }

private:
    static constexpr T at_a(T const* from, index_t m, index_t k) {
        return left ? from[k * M + m] : from[m * K + k];
    }

    // --- tiles: C[r][pack] = sum over k of A(m + r, k) B(k, n + pack)

    /// Columns from First on: blocks of full packs, then the rest in one narrower pack.
    template <index_t First>
    ESPALIER_INLINE void columns(T const* adjacent_b) const {
        constexpr index_t rest = N - First;
        if constexpr (rest > 0) {
            constexpr int width = width_at<rest>;
            constexpr index_t packs = rest / static_cast<index_t>(width);
            constexpr index_t most = register_count >= 32 ? 4 : 2;
            constexpr int block = static_cast<int>(packs == 0 ? 1 : packs < most ? packs : most);
            constexpr bool whole = packs > 0;
            constexpr int active = whole ? width : static_cast<int>(rest);
            constexpr index_t blocks = whole ? packs / static_cast<index_t>(block) : 1;
            constexpr index_t step = static_cast<index_t>(block * active);
            for (index_t i = 0; i < blocks; ++i)
                rows<vec_or_scalar<T, width>, active, block>(adjacent_b, First + i * step);
            columns<First + blocks * step>(adjacent_b);
        }
    }
    /// One row of an outer product, from column First on.
    template <index_t First>
    ESPALIER_INLINE void one_row(index_t m) const {
        if constexpr (First < N) {
            constexpr int width = width_within<T, N - First>;
            constexpr index_t w = static_cast<index_t>(width), packs = (N - First) / w;
            using V = vec_or_scalar<T, width>;
            for (index_t n = First; n + w <= First + packs * w; n += w)
                emit<V, width>(m, n, broadcast<V>(a[m]) * load<V>(b + n));
            one_row<First + packs * w>(m);
        }
    }
    template <class V, int Active, int C>
    ESPALIER_INLINE void rows(T const* adjacent_b, index_t n) const {
        constexpr int room = (register_count - C - 1) / C;
        constexpr index_t most = room < 12 ? room : 12;
        constexpr index_t pieces = (M + most - 1) / most;
        constexpr int r = static_cast<int>((M + pieces - 1) / pieces);
        constexpr index_t full = M / static_cast<index_t>(r);
        for (index_t i = 0; i < full; ++i)
            tile<V, Active, r, C>(adjacent_b, i * static_cast<index_t>(r), n);
        if constexpr (constexpr int last = static_cast<int>(M - full * static_cast<index_t>(r));
                      last > 0)
            tile<V, Active, last, C>(adjacent_b, full * static_cast<index_t>(r), n);
    }
    template <class V, int Active, int R, int C>
    ESPALIER_INLINE void tile(T const* adjacent_b, index_t m, index_t n) const {
        constexpr int chains = K < 4 ? 1 : R * C >= 6 ? 1 : R * C >= 3 ? 2 : 4;
        constexpr index_t whole = K / chains * chains;
        V total[chains][R * C];
        auto add = [&]<bool First>(std::bool_constant<First>, V* sums,
                                   index_t k) ESPALIER_INLINE_LAMBDA {
            V row[C];
            [&]<int... J>(std::integer_sequence<int, J...>) ESPALIER_INLINE_LAMBDA {
                ((row[J] =
                      load<V, Active>(adjacent_b + k * N + n + static_cast<index_t>(J * Active))),
                 ...);
            }(std::make_integer_sequence<int, C>{});
            [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
                ((sums[I] =
                      product_on<First>(broadcast<V>(at_a(a, m + static_cast<index_t>(I / C), k)),
                                        row[I % C], sums[I])),
                 ...);
            }(std::make_integer_sequence<int, R * C>{});
        };
        [&]<int... S>(std::integer_sequence<int, S...>) ESPALIER_INLINE_LAMBDA {
            (add(std::true_type{}, total[S], static_cast<index_t>(S)), ...);
            for (index_t k = chains; k < whole; k += chains)
                (add(std::false_type{}, total[S], k + static_cast<index_t>(S)), ...);
        }(std::make_integer_sequence<int, chains>{});
        for (index_t k = whole; k < K; ++k) add(std::false_type{}, total[0], k);
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            (emit<V, Active>(m + static_cast<index_t>(I / C),
                             n + static_cast<index_t>(I % C * Active), joined<chains>(total, I)),
             ...);
        }(std::make_integer_sequence<int, R * C>{});
    }
    /// a b, the first of a sum, or a b + c.
    template <bool First, class V>
    static ESPALIER_INLINE V product_on(V x, V y, V const& sum) {
        if constexpr (First)
            return x * y;
        else
            return multiply_add(x, y, sum);
    }
    template <int Chains, class V, std::size_t Size>
    static ESPALIER_INLINE V joined(V const (&total)[Chains][Size], int i) {
        if constexpr (Chains == 1)
            return total[0][i];
        else if constexpr (Chains == 2)
            return total[0][i] + total[1][i];
        else
            return (total[0][i] + total[1][i]) + (total[2][i] + total[3][i]);
    }
    template <class V, int Active>
    ESPALIER_INLINE void emit(index_t m, index_t n, V value) const {
        auto none = Body::template start<V>();
        index_t const row = first_row + m;
        Body::template run<V, Active>(in, out, position{row * N + n, row, n}, none, value,
                                      apply_update);
    }

    // --- dots: C(m, n) = sum over packs of k of A(m, k) B(n, k)

    /// One row of C from column First on, in the registers in which it will be read.
    template <index_t First>
    ESPALIER_INLINE void dots(index_t m) const {
        if constexpr (First < N) {
            constexpr int width = width_within<T, N - First>;
            constexpr index_t w = static_cast<index_t>(width), packs = (N - First) / w;
            for (index_t n = First; n + w <= First + packs * w; n += w)
                emit<vec_or_scalar<T, width>, width>(
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
            down<First + count* static_cast<index_t>(active)>();
        }
    }
    /// Rows of a product with one column: a body that tells rows apart runs one by one.
    template <class V, int Active>
    ESPALIER_INLINE void emit_down(index_t m, V value) const {
        if constexpr (is_scalar<V>) {
            emit<T, 1>(m, 0, value);
        } else if constexpr (Body::runs_down_rows) {
            auto none = Body::template start<V>();
            index_t const row = first_row + m;
            Body::template run<V, Active>(in, out, position{row, row, 0}, none, value,
                                          apply_update);
        } else {
            for (int i = 0; i < Active; ++i)
                emit<T, 1>(m + static_cast<index_t>(i), 0, T(value.v[i]));
        }
    }

    // --- both operands stored across: rare, plain loops

    ESPALIER_INLINE void plain() const {
        for (index_t m = 0; m < M; ++m)
            for (index_t n = 0; n < N; ++n) {
                T sum{};
                for (index_t k = 0; k < K; ++k) sum += at_a(a, m, k) * b[n * K + k];
                emit<T, 1>(m, n, sum);
            }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
