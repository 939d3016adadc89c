// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/math.hpp>
#include <espalier/kernel/fold.hpp>
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
/// Elements 0, 2, ... and 1, 3, ... of two registers, in the order in which processors deal them out:
/// lane by lane.
template <class T, int W>
struct dealt_pairs {
    static constexpr int lane = lane_of<T> < W ? lane_of<T> : W, half = lane / 2;
    /// The pair that is at place i, and the place of pair n.
    static constexpr int pair_at(int i) {
        int const j = i % lane;
        return i / lane * half + j % half + (j < half ? 0 : W / 2);
    }
    static constexpr int place_of(int n) {
        int const m = n % (W / 2);
        return m / half * lane + m % half + (n < W / 2 ? 0 : half);
    }
    using V = vec<T, W>;
    template <class Index>
    static ESPALIER_INLINE V shuffled(V a, V b, Index) {
        return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            return V(__builtin_shufflevector(a.v, b.v, (Index{}(I))...));
        }(std::make_integer_sequence<int, W>{});
    }
    static ESPALIER_INLINE V first(V low, V high) {
        return shuffled(low, high, [](int i) { return 2 * pair_at(i); });
    }
    static ESPALIER_INLINE V second(V low, V high) {
        return shuffled(low, high, [](int i) { return 2 * pair_at(i) + 1; });
    }
    static ESPALIER_INLINE V low(V a, V b) {
        return shuffled(a, b, [](int i) { return place_of(i / 2) + i % 2 * W; });
    }
    static ESPALIER_INLINE V high(V a, V b) {
        return shuffled(a, b, [](int i) { return place_of(W / 2 + i / 2) + i % 2 * W; });
    }
    static ESPALIER_INLINE V in_order(V a) {
        return shuffled(a, a, [](int i) { return place_of(i); });
    }
    static ESPALIER_INLINE V dealt(V a) {
        return shuffled(a, a, [](int i) { return pair_at(i); });
    }
};

/// `Count` windows of KH x KW, SW apart, in a plane of rows of W elements; of `Rows` such rows, SH
/// apart: two in one register where half of it would be empty.
template <class T, index_t W, index_t KH, index_t KW, index_t SH, index_t SW, index_t Count,
          index_t Rows = 1>
struct window_row {
    static constexpr int half = width_for<T, Count>;
    static constexpr int width = half * static_cast<int>(Rows);
    using V = vec_or_scalar<T, width>;
    static constexpr index_t step = static_cast<index_t>(width);
    static constexpr index_t packs = (Count + step - 1) / step, size = KH * KW;
    /// Windows of pairs stand in registers as processors deal them out.
    static constexpr bool in_pairs = KW == 2 && SW == 2 && width > 1;
    /// Every element is written once, not added to.
    static constexpr bool writes = SH >= KH && in_pairs;
    /// How many rows one register may hold, of as many as there are.
    static constexpr index_t rows_at_once(index_t rows) {
        return writes && rows > 1 && 2 * half <= full_width<T> ? 2 : 1;
    }

    /// The largest element of each window. What comes back is no number if any element is none:
    /// then these results may be wrong.
    static ESPALIER_INLINE V largest(T* y, T const* x) {
        V all(T{});
        each_pack([&](auto i) ESPALIER_INLINE_LAMBDA {
            windows const w = elements<i()>(x);
            keep_results<i()>(y, largest_of(w));
            all = all + total_of(w);
        });
        return all;
    }
    /// Adds g where the first of the largest elements of each window stands; where windows do not
    /// overlap, out holds zeros. Gives back what `largest` does.
    static ESPALIER_INLINE V scatter(T* out, T const* x, T const* g) {
        V all(T{});
        each_pack([&](auto i) ESPALIER_INLINE_LAMBDA {
            windows w = elements<i()>(x);
            V* const e = w.element;
            V const most = largest_of(w), nothing(T{});
            all = all + total_of(w);
            V open = cotangents<i()>(g);
            for (index_t k = 0; k + 1 < size; ++k) {
                auto const here = e[k] == most;
                e[k] = math::select(here, open, nothing);
                open = math::select(here, nothing, open);
            }
            e[size - 1] = open;
            add_to_windows<i()>(out, w);
        });
        return all;
    }
    /// The sum of each window, times `share`.
    static ESPALIER_INLINE void average(T* y, T const* x, T share) {
        each_pack([&](auto i) ESPALIER_INLINE_LAMBDA {
            keep_results<i()>(y, broadcast<V>(share) * total_of(elements<i()>(x)));
        });
    }
    /// Adds `share` times g to each element of a window; where windows do not overlap, out holds
    /// zeros.
    static ESPALIER_INLINE void spread(T* out, T const* g, T share) {
        each_pack([&](auto i) ESPALIER_INLINE_LAMBDA {
            windows w;
            for (V& e : w.element) e = broadcast<V>(share) * cotangents<i()>(g);
            add_to_windows<i()>(out, w);
        });
    }

private:
    using H = vec_or_scalar<T, half>;
    struct windows {
        V element[size];
    };
    /// Calls f with the number of the first window of each register.
    template <class F>
    static ESPALIER_INLINE void each_pack(F const& f) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (f(std::integral_constant<index_t, I * step>{}), ...);
        }(std::make_integer_sequence<index_t, packs>{});
    }
    template <index_t I>
    static constexpr int active = static_cast<int>(Count - I < step ? Count - I : step);
    template <index_t I>
    static ESPALIER_INLINE void keep_results(T* y, V of_windows) {
        if constexpr (in_pairs) of_windows = dealt_pairs<T, width>::in_order(of_windows);
        if constexpr (Rows == 2) {
            keep<H, active<I>>(y, of_windows.low());
            keep<H, active<I>>(y + Count, of_windows.high());
        } else {
            keep<V, active<I>>(y + I, of_windows);
        }
    }
    template <index_t I>
    static ESPALIER_INLINE V cotangents(T const* g) {
        if constexpr (Rows == 2)
            return dealt_pairs<T, width>::dealt(
                V::of_halves(load<H, active<I>>(g), load<H, active<I>>(g + Count)));
        else if constexpr (in_pairs)
            return dealt_pairs<T, width>::dealt(load<V, active<I>>(g + I));
        else
            return load<V, active<I>>(g + I);
    }
    /// Of the elements from number `at` on, those in a register of row r; or zeros.
    template <index_t At>
    static ESPALIER_INLINE V in_row(T const* row) {
        constexpr index_t rest = At < W ? W - At : 0;
        if constexpr (rest == 0)
            return V(T{});
        else
            return load<V, static_cast<int>(rest < step ? rest : step)>(row + At);
    }
    template <index_t I>
    static ESPALIER_INLINE windows elements(T const* x) {
        windows w;
        if constexpr (in_pairs) {
            for (index_t r = 0; r < KH; ++r) {
                V const low = in_row<2 * I>(x + r * W);
                V const high =
                    Rows == 2 ? in_row<2 * I>(x + (SH + r) * W) : in_row<2 * I + step>(x + r * W);
                w.element[2 * r] = dealt_pairs<T, width>::first(low, high);
                w.element[2 * r + 1] = dealt_pairs<T, width>::second(low, high);
            }
        } else {
            [&]<index_t... K>(std::integer_sequence<index_t, K...>) ESPALIER_INLINE_LAMBDA {
                ((w.element[K] = element<I, K>(x)), ...);
            }(std::make_integer_sequence<index_t, size>{});
        }
        return w;
    }
    template <index_t I, index_t K>
    static ESPALIER_INLINE V element(T const* x) {
        constexpr index_t at = K % KW + I * SW;
        return load_strided<V, SW, W - at, static_cast<index_t>(active<I>)>(x + K / KW * W + at);
    }
    static ESPALIER_INLINE V largest_of(windows const& w) {
        V most = w.element[0];
        for (index_t k = 1; k < size; ++k) most = math::larger(w.element[k], most);
        return most;
    }
    static ESPALIER_INLINE V total_of(windows const& w) {
        V total = w.element[0];
        for (index_t k = 1; k < size; ++k) total += w.element[k];
        return total;
    }
    /// Adds each element of the windows to where it stands.
    template <index_t I>
    static ESPALIER_INLINE void add_to_windows(T* out, windows const& w) {
        constexpr index_t last = static_cast<index_t>(active<I>);
        for (index_t r = 0; r < KH; ++r) {
            T* const to = out + r * W + I * SW;
            V const* const e = w.element + r * KW;
            if constexpr (writes) {
                constexpr int count = 2 * active<I>;
                using pairs = dealt_pairs<T, width>;
                keep<V, (count < width ? count : width)>(to, pairs::low(e[0], e[1]));
                if constexpr (Rows == 2)
                    keep<V, count>(to + SH * W, pairs::high(e[0], e[1]));
                else if constexpr (count > width)
                    keep<V, count - width>(to + step, pairs::high(e[0], e[1]));
            } else {
                for (index_t c = 0; c < KW; ++c) {
                    T part[step];
                    if constexpr (in_pairs)
                        keep<V>(part, dealt_pairs<T, width>::in_order(e[c]));
                    else
                        keep<V>(part, e[c]);
                    for (index_t i = 0; i < last; ++i) to[i * SW + c] += part[i];
                }
            }
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
