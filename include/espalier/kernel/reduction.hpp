// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <type_traits>

#include <espalier/kernel/transpose.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// out(o, i) = combine over n of in(o, n, i), for Outer x N x Inner elements.
template <class T, class Combine, index_t Outer, index_t N, index_t Inner>
struct reduction {
    static constexpr void run(T const* in, T* out) {
#if ESPALIER_SIMD
        if constexpr (is_scalar<T>)
            if (!std::is_constant_evaluated()) {
                for (index_t o = 0; o < Outer; ++o) {
                    if constexpr (Inner > 1)
                        columns<0>(in + o * N * Inner, out + o * Inner);
                    else
                        out[o] = along(in + o * N);
                }
                return;
            }
#endif
        for (index_t o = 0; o < Outer; ++o)
            for (index_t i = 0; i < Inner; ++i) {
                T total = static_cast<T>(Combine::identity);
                for (index_t n = 0; n < N; ++n)
                    total = Combine::combine(total, in[(o * N + n) * Inner + i]);
                out[o * Inner + i] = total;
            }
    }

#if ESPALIER_SIMD
private:
    /// Many runs of two to four elements: side by side in registers, by a transposed copy.
    static constexpr bool is_short =
        Inner == 1 && N >= 2 && N <= 4 && Outer >= 8 && Outer * N * sizeof(T) <= 16384;
    static void across_rows(T const* in, T* out) {
        alignas(register_bytes) T turned[is_short ? Outer * N : 1];
        transposition<T, Outer, N>::run(in, turned);
        reduction<T, Combine, 1, N, Outer>::run(turned, out);
    }
    /// Columns from First on, a register of them at a time, in two chains.
    template <index_t First>
    static ESPALIER_INLINE void columns(T const* in, T* out) {
        if constexpr (First < Inner) {
            constexpr int width = width_within<T, Inner - First>;
            constexpr index_t w = static_cast<index_t>(width), count = (Inner - First) / w;
            using V = vec_or_scalar<T, width>;
            for (index_t c = 0; c < count; ++c) {
                T const* const from = in + First + c * w;
                V even = broadcast<V>(static_cast<T>(Combine::identity)), odd = even;
                index_t n = 0;
                for (; n + 2 <= N; n += 2) {
                    even = Combine::combine(even, load<V>(from + n * Inner));
                    odd = Combine::combine(odd, load<V>(from + (n + 1) * Inner));
                }
                if (n < N) even = Combine::combine(even, load<V>(from + n * Inner));
                keep<V>(out + First + c * w, Combine::combine(even, odd));
            }
            columns<First + count * w>(in, out);
        }
    }
    /// One run of N elements, in up to four chains.
    static ESPALIER_INLINE T along(T const* in) {
        constexpr int width = width_within<T, N>;
        constexpr index_t w = static_cast<index_t>(width), packs = N / w;
        constexpr index_t chains = packs >= 4 ? 4 : 1;
        using V = vec_or_scalar<T, width>;
        V total[chains];
        for (V& one : total) one = broadcast<V>(static_cast<T>(Combine::identity));
        index_t p = 0;
        for (; p + chains <= packs; p += chains)
            for (index_t c = 0; c < chains; ++c)
                total[c] = Combine::combine(total[c], load<V>(in + (p + c) * w));
        for (; p < packs; ++p) total[0] = Combine::combine(total[0], load<V>(in + p * w));
        for (index_t c = 1; c < chains; ++c) total[0] = Combine::combine(total[0], total[c]);
        if constexpr (width == 1) {
            return total[0];
        } else {
            constexpr int tail = static_cast<int>(N - packs * w);
            if constexpr (tail > 0) {
                V const rest = load<V, tail>(in + packs * w);
                total[0] = Combine::combine(
                    total[0],
                    V::template first<tail>(rest, broadcast<V>(static_cast<T>(Combine::identity))));
            }
            return combined<Combine>(total[0]);
        }
    }
#endif
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
