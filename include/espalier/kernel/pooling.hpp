// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/math.hpp>
#include <espalier/kernel/pack.hpp>

/// Pooling by rows of windows: registers run over the windows of a row.
namespace espalier::inline ESPALIER_ABI::kernel {

/// from[0], from[Stride], ...: `Active` elements of a pack, of which `Readable` are in memory.
template <class V, index_t Stride, index_t Readable, index_t Active>
ESPALIER_INLINE V load_strided(scalar_of<V> const* from) {
    constexpr index_t width = static_cast<index_t>(width_of<V>);
    constexpr auto part = [](index_t n) { return static_cast<int>(n < width ? n : width); };
    if constexpr (width == 1 || Stride == 1) {
        return load<V, part(Active)>(from);
    } else if constexpr (Stride == 2) {
        V const low = load<V, part(Readable)>(from);
        V high = low;
        if constexpr (Readable > width) high = load<V, part(Readable - width)>(from + width);
        return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            return V(__builtin_shufflevector(low.v, high.v, (2 * I)...));
        }(std::make_integer_sequence<int, part(width)>{});
    } else {
        scalar_of<V> each[width]{};
        for (index_t i = 0; i < Active; ++i) each[i] = from[i * Stride];
        return load<V>(each);
    }
}
/// a[0], b[0], a[1], b[1], ...: `Active` elements of each.
template <class V, index_t Active>
ESPALIER_INLINE void keep_alternating(scalar_of<V>* to, V a, V b) {
    constexpr int width = width_of<V>;
    constexpr int count = static_cast<int>(2 * Active);
    if constexpr (width == 1) {
        to[0] = a, to[1] = b;
    } else {
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            V const low(__builtin_shufflevector(a.v, b.v, (I / 2 + I % 2 * width)...)),
                high(__builtin_shufflevector(a.v, b.v, (width / 2 + I / 2 + I % 2 * width)...));
            keep<V, (count < width ? count : width)>(to, low);
            if constexpr (count > width) keep<V, count - width>(to + width, high);
        }(std::make_integer_sequence<int, width>{});
    }
}

/// `Count` windows of KH x KW, SW apart, in a plane of rows of W elements.
template <class T, index_t W, index_t KH, index_t KW, index_t SH, index_t SW, index_t Count>
struct window_row {
    using V = vec_or_scalar<T, width_for<T, Count>>;
    static constexpr index_t step = static_cast<index_t>(width_for<T, Count>);
    static constexpr index_t packs = (Count + step - 1) / step, size = KH * KW;
    /// Every element is written once, not added to.
    static constexpr bool in_pairs = SH >= KH && KW == 2 && SW == 2;

    /// Adds g where the first of the largest elements of each window stands, NaN being largest;
    /// where windows do not overlap, out holds zeros.
    static ESPALIER_INLINE void scatter(T* out, T const* x, T const* g) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (scatter_pack<I * step>(out, x, g), ...);
        }(std::make_integer_sequence<index_t, packs>{});
    }

    /// The largest element of each window, NaN being largest.
    static ESPALIER_INLINE void largest(T* y, T const* x) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (keep<V, static_cast<int>(active<I * step>)>(y + I * step,
                                                         largest_of(elements<I * step>(x))),
             ...);
        }(std::make_integer_sequence<index_t, packs>{});
    }

    /// The sum of each window, times `share`.
    static ESPALIER_INLINE void average(T* y, T const* x, T share) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (keep<V, static_cast<int>(active<I * step>)>(
                 y + I * step, broadcast<V>(share) * total_of(elements<I * step>(x))),
             ...);
        }(std::make_integer_sequence<index_t, packs>{});
    }
    /// Adds `share` times g to each element of a window; where windows do not overlap, out holds
    /// zeros.
    static ESPALIER_INLINE void spread(T* out, T const* g, T share) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (spread_pack<I * step>(out, g, share), ...);
        }(std::make_integer_sequence<index_t, packs>{});
    }

private:
    template <index_t I>
    static constexpr index_t active = Count - I < step ? Count - I : step;
    template <index_t I, index_t K>
    static ESPALIER_INLINE V element(T const* x) {
        constexpr index_t at = K % KW + I * SW;
        return load_strided<V, SW, W - at, active<I>>(x + K / KW * W + at);
    }
    struct windows {
        V element[size];
    };
    template <index_t I>
    static ESPALIER_INLINE windows elements(T const* x) {
        return [&]<index_t... K>(std::integer_sequence<index_t, K...>) ESPALIER_INLINE_LAMBDA {
            return windows{{element<I, K>(x)...}};
        }(std::make_integer_sequence<index_t, size>{});
    }
    static ESPALIER_INLINE V largest_of(windows const& w) {
        V most = w.element[0];
        for (V const& e : w.element)
            most = math::select(e > most, e, math::select(e != e, e, most));
        return most;
    }
    static ESPALIER_INLINE V total_of(windows const& w) {
        V total = w.element[0];
        for (index_t k = 1; k < size; ++k) total += w.element[k];
        return total;
    }
    template <index_t I>
    static ESPALIER_INLINE void spread_pack(T* out, T const* g, T share) {
        windows w;
        for (V& e : w.element)
            e = broadcast<V>(share) * load<V, static_cast<int>(active<I>)>(g + I);
        add_to_windows<I>(out, w);
    }
    template <index_t I>
    static ESPALIER_INLINE void scatter_pack(T* out, T const* x, T const* g) {
        windows w = elements<I>(x);
        V* const e = w.element;
        V const most = largest_of(w), nothing(T{});
        V open = load<V, static_cast<int>(active<I>)>(g + I);
        for (index_t k = 0; k < size; ++k) {
            V const here =
                math::select(e[k] == most, open, math::select(e[k] != e[k], open, nothing));
            open = math::select(e[k] == most, nothing, math::select(e[k] != e[k], nothing, open));
            e[k] = here;
        }
        add_to_windows<I>(out, w);
    }
    /// Adds each element of the windows to where it stands.
    template <index_t I>
    static ESPALIER_INLINE void add_to_windows(T* out, windows const& w) {
        for (index_t r = 0; r < KH; ++r) {
            T* const to = out + r * W + I * SW;
            if constexpr (in_pairs) {
                keep_alternating<V, active<I>>(to, w.element[r * KW], w.element[r * KW + 1]);
            } else {
                for (index_t c = 0; c < KW; ++c) {
                    T part[step];
                    keep<V>(part, w.element[r * KW + c]);
                    for (index_t i = 0; i < active<I>; ++i) to[i * SW + c] += part[i];
                }
            }
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
