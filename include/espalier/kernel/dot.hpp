// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/fold.hpp>
#include <espalier/kernel/pack.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// The sums of the elements of registers of(0), of(1)..., side by side.
template <int Width, class Of>
ESPALIER_INLINE auto side_by_side_sums(Of const& of) {
    if constexpr (Width > 4) {
        using T = typename decltype(of(0))::value_type;
        constexpr index_t half = Width / 2;
        return vec<T, Width>::of_halves(
            side_by_side_sums<Width / 2>(of),
            side_by_side_sums<Width / 2>([&](index_t i)
                                             ESPALIER_INLINE_LAMBDA { return of(half + i); }));
    } else if constexpr (Width == 4) {
        return sums_of_four(of(0), of(1), of(2), of(3));
    } else if constexpr (Width == 2) {
        return sums_of_two(of(0), of(1));
    } else {
        return combined<plus>(of(0));
    }
}

/// Sums over K products of what lies side by side, folded across registers: four at a time.
template <class T, index_t K>
struct dot_products {
    /// `Width` results side by side, `Width` at most that of a register.
    template <int Width>
    static ESPALIER_INLINE auto side_by_side(T const* x, index_t x_step, T const* y,
                                             index_t y_step) {
        return side_by_side_sums<Width>([&](index_t i) ESPALIER_INLINE_LAMBDA {
            return partial_dot(x + i * x_step, y + i * y_step);
        });
    }

private:
    static constexpr int width = width_within<T, K> < lane_of<T> ? lane_of<T> : width_within<T, K>;
    static constexpr index_t packs = K / static_cast<index_t>(width);
    using V = vec<T, width>;

    /// The products along k of one row of A and of B, side by side and in `width` sums.
    static ESPALIER_INLINE V partial_dot(T const* x, T const* y) {
        if constexpr (packs == 0) {
            return from<0, true>(x, y, V());
        } else {
            constexpr index_t chains = packs >= 8 ? 4 : packs >= 2 ? 2 : 1;
            constexpr index_t w = static_cast<index_t>(width);
            V total[chains];
            for (index_t s = 0; s < chains; ++s) total[s] = load<V>(x + s * w) * load<V>(y + s * w);
            index_t p = chains;
            for (; p + chains <= packs; p += chains)
                for (index_t s = 0; s < chains; ++s)
                    total[s] =
                        multiply_add(load<V>(x + (p + s) * w), load<V>(y + (p + s) * w), total[s]);
            for (; p < packs; ++p)
                total[0] = multiply_add(load<V>(x + p * w), load<V>(y + p * w), total[0]);
            for (index_t s = 1; s < chains; ++s) total[0] = total[0] + total[s];
            return from<packs * w, false>(x, y, total[0]);
        }
    }
    /// ... from element From on, in narrower registers; `IsFirst`: nothing is in the sum yet.
    template <index_t From, bool IsFirst>
    static ESPALIER_INLINE V from(T const* x, T const* y, V sum) {
        if constexpr (From == K) {
            return sum;
        } else {
            constexpr int narrow = width_within<T, K - From>;
            using W = vec_or_scalar<T, narrow>;
            V const a = widened<width>(load<W>(x + From)), b = widened<width>(load<W>(y + From));
            if constexpr (IsFirst)
                sum = a * b;
            else
                sum = multiply_add(a, b, sum);
            return from<From + static_cast<index_t>(narrow), false>(x, y, sum);
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
