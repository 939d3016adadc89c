// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/loop.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/tile.hpp>
#endif

namespace espalier::inline ESPALIER_ABI::kernel {

/// C(m, n) = sum over k of A(m, k) B(k, n), each element handed to the body in front of which it
/// stands. `Left`, `Right`: A is stored K x M, B is stored N x K.
template <class Body, index_t Batch, index_t M, index_t N, index_t K, bool Left, bool Right>
struct contraction {
    using T = typename Body::value_type;
#if ESPALIER_SIMD
    template <class Update>
    static ESPALIER_INLINE constexpr void run(T const* a, T const* b, T const* const* in, T* const* out,
                                              Update const& apply_update) {
        if (std::is_constant_evaluated())
            run_plain(a, b, in, out, apply_update);
        else if constexpr (Batch == 1 && M * N * K <= part_of_line)
            product<Body, M, N, K, Left, Right, Update>{a, b, in, out, apply_update, 0}.run();
        else
            run_apart(a, b, in, out, apply_update);
    }

private:
    /// A product of at most so many multiplications is part of the straight line it stands in.
    static constexpr index_t part_of_line = 512;

    template <class Update>
    static void run_apart(T const* a, T const* b, T const* const* in, T* const* out,
                          Update const& apply_update) {
        for (index_t s = 0; s < Batch; ++s, a += M * K, b += K * N)
            product<Body, M, N, K, Left, Right, Update>{a, b, in, out, apply_update, s * M}.run();
    }
    template <class Update>
    static constexpr void run_plain(T const* a, T const* b, T const* const* in, T* const* out,
                                    Update const& apply_update) {
#else
    template <class Update>
    static constexpr void run(T const* a, T const* b, T const* const* in, T* const* out,
                              Update const& apply_update) {
#endif
        auto none = Body::template start<T>();
        for (index_t s = 0; s < Batch; ++s, a += M * K, b += K * N)
            for (index_t m = 0; m < M; ++m)
                for (index_t n = 0; n < N; ++n) {
                    T sum{};
                    for (index_t k = 0; k < K; ++k)
                        sum += (Left ? a[k * M + m] : a[m * K + k]) *
                               (Right ? b[n * K + k] : b[k * N + n]);
                    Body::template run<T>(in, out, position{(s * M + m) * N + n, s * M + m, n}, none,
                                          sum, apply_update);
                }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
