// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/pack.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// Sums over K products of what lies side by side, folded across registers: four at a time.
template <class T, index_t K>
struct dot_products {
    /// `Width` results side by side, `Width` at most that of a register.
    template <int Width>
    static ESPALIER_INLINE auto side_by_side(T const* x, index_t x_step, T const* y,
                                             index_t y_step) {
        if constexpr (Width > 4) {
            constexpr index_t half = Width / 2;
            return vec<T, Width>::of_halves(
                side_by_side<Width / 2>(x, x_step, y, y_step),
                side_by_side<Width / 2>(x + half * x_step, x_step, y + half * y_step, y_step));
        } else if constexpr (Width == 2) {
            return dots_of<2>(x, x_step, y, y_step).low();
        } else if constexpr (Width == 1) {
            return T(dots_of<1>(x, x_step, y, y_step).v[0]);
        } else {
            return dots_of<4>(x, x_step, y, y_step);
        }
    }

private:
    static constexpr int k_width = width_within<T, K>;
    static constexpr index_t k_packs = K / static_cast<index_t>(k_width);

    template <class V>
    static ESPALIER_INLINE auto four(V x) {
        if constexpr (is_scalar<V>) {
            vec<T, 4> r(T{});
            r.v[0] = x;
            return r;
        } else if constexpr (width_of<V> == 2) {
            return vec<T, 4>(__builtin_shufflevector(x.v, vec<T, 2>(T{}).v, 0, 1, 2, 3));
        } else {
            return folded<plus>(x);
        }
    }
    struct plus {
        template <class V>
        static ESPALIER_INLINE V combine(V x, V y) {
            return x + y;
        }
    };
    template <index_t From>
    static ESPALIER_INLINE void add_tail(T const* x, T const* y, vec<T, 4>& sum) {
        if constexpr (From < K) {
            constexpr int width = width_within<T, K - From>;
            using V = vec_or_scalar<T, width>;
            sum = sum + four(load<V>(x + From) * load<V>(y + From));
            add_tail<From + static_cast<index_t>(width)>(x, y, sum);
        }
    }
    /// The products along k of one row of A and of B, folded to four partial sums.
    static ESPALIER_INLINE vec<T, 4> partial_dot(T const* x, T const* y) {
        using V = vec_or_scalar<T, k_width>;
        vec<T, 4> sum(T{});
        if constexpr (k_packs > 0) {
            constexpr index_t chains = k_packs >= 8 ? 4 : k_packs >= 2 ? 2 : 1;
            constexpr index_t w = static_cast<index_t>(k_width);
            V total[chains];
            for (index_t s = 0; s < chains; ++s) total[s] = load<V>(x + s * w) * load<V>(y + s * w);
            index_t p = chains;
            for (; p + chains <= k_packs; p += chains)
                for (index_t s = 0; s < chains; ++s)
                    total[s] =
                        multiply_add(load<V>(x + (p + s) * w), load<V>(y + (p + s) * w), total[s]);
            for (; p < k_packs; ++p)
                total[0] = multiply_add(load<V>(x + p * w), load<V>(y + p * w), total[0]);
            for (index_t s = 1; s < chains; ++s) total[0] = total[0] + total[s];
            sum = four(total[0]);
        }
        add_tail<k_packs* static_cast<index_t>(k_width)>(x, y, sum);
        return sum;
    }
    template <int Count>
    static ESPALIER_INLINE vec<T, 4> dots_of(T const* x, index_t x_step, T const* y,
                                             index_t y_step) {
        vec<T, 4> const zero(T{});
        auto dot = [&](int i) ESPALIER_INLINE_LAMBDA {
            index_t const s = static_cast<index_t>(i);
            return partial_dot(x + s * x_step, y + s * y_step);
        };
        return sums_of_four(dot(0), Count > 1 ? dot(Count > 1 ? 1 : 0) : zero,
                            Count > 2 ? dot(Count > 2 ? 2 : 0) : zero,
                            Count > 3 ? dot(Count > 3 ? 3 : 0) : zero);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
