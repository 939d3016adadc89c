// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/pack.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// to(c, r) = from(r, c), for Rows x Cols elements, in rows that are `Apart`.
template <class T, index_t Rows, index_t Cols, index_t Apart = Cols>
struct transposition {
    static constexpr void run(T const* from, T* to) {
#if ESPALIER_SIMD
        if constexpr (is_scalar<T>)
            if (!std::is_constant_evaluated()) return blocks(from, to);
#endif
        for (index_t r = 0; r < Rows; ++r)
            for (index_t c = 0; c < Cols; ++c) to[c * Rows + r] = from[r * Apart + c];
    }

#if ESPALIER_SIMD
private:
    static constexpr index_t whole = Rows / 4 * 4;

    static void blocks(T const* from, T* to) {
        for (index_t r = 0; r < whole; r += 4) across<0>(from + r * Apart, to + r);
        for (index_t r = whole; r < Rows; ++r)
            for (index_t c = 0; c < Cols; ++c) to[c * Rows + r] = from[r * Apart + c];
    }
    /// Four rows, from column C on: blocks of four columns, then of two, then one.
    template <index_t C>
    static ESPALIER_INLINE void across(T const* from, T* to) {
        constexpr index_t rest = Cols - C;
        if constexpr (rest >= 4) {
            for (index_t c = C; c + 4 <= Cols; c += 4) four(from + c, to + c * Rows);
            across<C + rest / 4 * 4>(from, to);
        } else if constexpr (rest >= 2) {
            using V = vec<T, 2>;
            V const a = V::load(from + C), b = V::load(from + Apart + C),
                    c = V::load(from + 2 * Apart + C), d = V::load(from + 3 * Apart + C);
            vec<T, 4> const ab(__builtin_shufflevector(a.v, b.v, 0, 2, 1, 3)),
                cd(__builtin_shufflevector(c.v, d.v, 0, 2, 1, 3));
            vec<T, 4>(__builtin_shufflevector(ab.v, cd.v, 0, 1, 4, 5)).store(to + C * Rows);
            vec<T, 4>(__builtin_shufflevector(ab.v, cd.v, 2, 3, 6, 7)).store(to + (C + 1) * Rows);
            across<C + 2>(from, to);
        } else if constexpr (rest == 1) {
            typename vec<T, 4>::native const v{from[C], from[Apart + C], from[2 * Apart + C],
                                               from[3 * Apart + C]};
            vec<T, 4>(v).store(to + C * Rows);
        }
    }
    static ESPALIER_INLINE void four(T const* from, T* to) {
        using V = vec<T, 4>;
        V const a = V::load(from), b = V::load(from + Apart), c = V::load(from + 2 * Apart),
                d = V::load(from + 3 * Apart);
        V const low_ab(__builtin_shufflevector(a.v, b.v, 0, 4, 1, 5)),
            low_cd(__builtin_shufflevector(c.v, d.v, 0, 4, 1, 5)),
            high_ab(__builtin_shufflevector(a.v, b.v, 2, 6, 3, 7)),
            high_cd(__builtin_shufflevector(c.v, d.v, 2, 6, 3, 7));
        V(__builtin_shufflevector(low_ab.v, low_cd.v, 0, 1, 4, 5)).store(to);
        V(__builtin_shufflevector(low_ab.v, low_cd.v, 2, 3, 6, 7)).store(to + Rows);
        V(__builtin_shufflevector(high_ab.v, high_cd.v, 0, 1, 4, 5)).store(to + 2 * Rows);
        V(__builtin_shufflevector(high_ab.v, high_cd.v, 2, 3, 6, 7)).store(to + 3 * Rows);
    }
#endif
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
