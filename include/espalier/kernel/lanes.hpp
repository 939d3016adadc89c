// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/contraction.hpp>
#include <espalier/kernel/vec.hpp>

/// Kernels whose elements are registers, each of one element of several samples.
namespace espalier::inline ESPALIER_ABI::kernel {

/// `count` rows in the fewest blocks of at most `limit`: so many in each but the last.
constexpr index_t rows_of_block(index_t count, index_t limit) {
    index_t const blocks = (count + limit - 1) / limit;
    return (count + blocks - 1) / blocks;
}

/// As `contraction`: a block of sums stays in registers, so that what is loaded serves a row or a
/// column of them. Of a product whose results are only added to sums, the terms of several packs of
/// samples, which are `StrideA` and `StrideB` apart, are added first.
template <class Body, index_t Batch, index_t M, index_t N, index_t K, bool Left, bool Right>
    requires(!is_scalar<typename Body::value_type>)
struct contraction<Body, Batch, M, N, K, Left, Right> {
    using V = typename Body::value_type;
    static constexpr index_t most = register_count - register_count / 4;
    static constexpr index_t cols = M == 1       ? rows_of_block(N, most / 2)
                                    : N < 5      ? N
                                    : N % 5 == 0 ? 5
                                                 : 4;
    static constexpr index_t rows = rows_of_block(M, most / cols);

    template <class A, class B, class In, class Update>
    static ESPALIER_INLINE void inlined(A a, B b, In const& in, V* const* out, V* const* sums,
                                        Update const& apply_update) {
        over_packs<0, 0>(a, b, in, out, sums, apply_update, 1);
    }
    template <index_t StrideA, index_t StrideB, class A, class B, class In, class Update>
    static ESPALIER_INLINE void over_packs(A a, B b, In const& in, V* const* out, V* const* sums,
                                           Update const& apply_update, index_t packs) {
        auto total = Body::template start<V>();
        for (index_t s = 0; s < Batch; ++s) {
            auto const one = [&]<index_t R>(
                                 index_t m,
                                 std::integral_constant<index_t, R>) ESPALIER_INLINE_LAMBDA {
                index_t n = 0;
                for (; n + cols <= N; n += cols)
                    block<StrideA, StrideB, R, cols>(a + s * M * K, b + s * K * N, in, out, s, m, n,
                                                     total, apply_update, packs);
                if constexpr (N % cols > 0)
                    block<StrideA, StrideB, R, N % cols>(a + s * M * K, b + s * K * N, in, out, s,
                                                         m, n, total, apply_update, packs);
            };
            index_t m = 0;
            for (; m + rows <= M; m += rows) one(m, std::integral_constant<index_t, rows>{});
            if constexpr (M % rows > 0) one(m, std::integral_constant<index_t, M % rows>{});
        }
        Body::finish(sums, total);
    }

private:
    template <index_t StrideA, index_t StrideB, index_t R, index_t C, class A, class B, class In,
              class Total, class Update>
    static ESPALIER_INLINE void block(A a, B b, In const& in, V* const* out, index_t s, index_t m,
                                      index_t n, Total& total, Update const& apply_update,
                                      index_t packs) {
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            V sum[]{Body::template first_term<V>(in, at<I, C>(s, m, n))...};
            for (index_t p = 0; p < packs; ++p)
                for (index_t k = 0; k < K; ++k) {
                    V left[R], right[C];
                    [&]<std::size_t... Row>(std::index_sequence<Row...>) ESPALIER_INLINE_LAMBDA {
                        ((left[Row] =
                              a[p * StrideA + (Left ? k * M + m + Row : (m + Row) * K + k)]),
                         ...);
                    }(std::make_index_sequence<R>{});
                    [&]<std::size_t... Col>(std::index_sequence<Col...>) ESPALIER_INLINE_LAMBDA {
                        ((right[Col] =
                              b[p * StrideB + (Right ? (n + Col) * K + k : k * N + n + Col)]),
                         ...);
                    }(std::make_index_sequence<C>{});
                    ((sum[I] = multiply_add(left[I / C], right[I % C], sum[I])), ...);
                }
            (Body::template run<V>(in, out, at<I, C>(s, m, n), total, sum[I], apply_update), ...);
        }(std::make_index_sequence<R * C>{});
    }
    template <std::size_t I, index_t C>
    static ESPALIER_INLINE position at(index_t s, index_t m, index_t n) {
        index_t const row = s * M + m + I / C, col = n + I % C;
        return {row * N + col, row, col};
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
