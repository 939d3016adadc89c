// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/convolution_planes.hpp>
#include <espalier/kernel/pooling.hpp>

/// Pooling of planes by rows of windows; planes with padding are copied with a margin, one by one.
namespace espalier::inline ESPALIER_ABI::kernel {

/// Windows of KH x KW, SH and SW apart, over P planes of H x W with margins PH and PW. Where a
/// function gives false there is a NaN, or no finite number, and its results may be wrong.
template <class T, index_t P, index_t H, index_t W, index_t KH, index_t KW, index_t SH, index_t SW,
          index_t PH, index_t PW>
struct pooled_planes {
    static constexpr index_t h = H + 2 * PH, w = W + 2 * PW;
    static constexpr index_t yh = (h - KH) / SH + 1, yw = (w - KW) / SW + 1;
    static constexpr bool padded = PH + PW > 0;
    /// All elements of a window are in registers at once, and a margin needs little memory.
    static constexpr bool fits = KH * KW <= 64 && (!padded || h * w <= 4096);

    static bool largest(T* y, T const* x) {
        if constexpr (padded) {
            bool right = true;
            each_padded(x, lowest, [&](index_t p, T const* plane) ESPALIER_INLINE_LAMBDA {
                right = of_one::largest(y + p * yh * yw, plane) && right;
            });
            return right;
        } else {
            V all(T{});
            for_each_row([&](auto row, index_t i, index_t at)
                             ESPALIER_INLINE_LAMBDA { all = all + row.largest(y + i, x + at); });
            return is_number(all);
        }
    }
    /// Adds each cotangent where the first of the largest elements stands, in zeros.
    static bool scatter(T* out, T const* x, T const* g) {
        if constexpr (padded) {
            bool right = true;
            alignas(register_bytes) T made[h * w];
            each_padded(x, lowest, [&](index_t p, T const* plane) ESPALIER_INLINE_LAMBDA {
                right = of_one::scatter(made, plane, g + p * yh * yw) && right;
                take_inside(out + p * H * W, made);
                right = margin_is_zero(made) && right;
            });
            return right;
        } else {
            V all(T{});
            if constexpr (!rows_cover) clear(out, P * H * W);
            for_each_row([&](auto row, index_t i, index_t at) ESPALIER_INLINE_LAMBDA {
                all = all + row.scatter(out + at, x + at, g + i);
            });
            return is_number(all);
        }
    }
    /// The sum of each window, times `share`.
    static void average(T* y, T const* x, T share) {
        if constexpr (padded)
            each_padded(x, T{}, [&](index_t p, T const* plane) ESPALIER_INLINE_LAMBDA {
                of_one::average(y + p * yh * yw, plane, share);
            });
        else
            for_each_row([&](auto row, index_t i, index_t at)
                             ESPALIER_INLINE_LAMBDA { row.average(y + i, x + at, share); });
    }
    /// Adds `share` times each cotangent to all elements of its window, in zeros.
    static void spread(T* out, T const* g, T share) {
        if constexpr (padded) {
            alignas(register_bytes) T made[h * w];
            for (index_t p = 0; p < P; ++p) {
                of_one::spread(made, g + p * yh * yw, share);
                take_inside(out + p * H * W, made);
            }
        } else {
            if constexpr (!rows_cover) clear(out, P * H * W);
            for_each_row([&](auto row, index_t i, index_t at)
                             ESPALIER_INLINE_LAMBDA { row.spread(out + at, g + i, share); });
        }
    }

private:
    static constexpr index_t rows_at_once = window_row<T, w, KH, KW, SH, SW, yw>::rows_at_once(yh);
    using row_of_windows = window_row<T, w, KH, KW, SH, SW, yw, rows_at_once>;
    using V = typename row_of_windows::V;
    using of_one = pooled_planes<T, 1, h, w, KH, KW, SH, SW, 0, 0>;
    /// Rows of windows write each element of the operand.
    static constexpr bool rows_cover =
        row_of_windows::writes && SH == KH && H == yh * KH && W == yw * KW;
    static constexpr T lowest = -static_cast<T>(__builtin_inf());

    static void clear(T* to, index_t count) {
        for (index_t i = 0; i < count; ++i) to[i] = T{};
    }
    /// Calls f(row, flat index of its first window, where that stands) for each row of windows, or
    /// each two; then the last may be done again.
    template <class F>
    static ESPALIER_INLINE void for_each_row(F const& f) {
        for (index_t p = 0; p < P; ++p)
            for (index_t next = 0; next < yh; next += rows_at_once) {
                index_t const r = next + rows_at_once <= yh ? next : yh - rows_at_once;
                f(row_of_windows{}, (p * yh + r) * yw, (p * H + r * SH) * W);
            }
    }
    /// Calls f(p, copy of plane p with a margin of `fill`).
    template <class F>
    static ESPALIER_INLINE void each_padded(T const* x, T fill, F const& f) {
        // what registers write behind the rows
        alignas(register_bytes) T plane[h * w + 3 * w + PW];
        for (index_t p = 0; p < P; ++p) {
            fill_rows<T, w, PW, W>(plane, h, PH, PH + H, x + p * H * W, W, fill);
            f(p, plane);
        }
    }
    static ESPALIER_INLINE void take_inside(T* out, T const* made) {
        for (index_t r = 0; r < H; ++r) copy_row<T, W>(out + r * W, made + (r + PH) * w + PW);
    }
    /// No window found its largest element outside: where all are as low as the margin.
    static bool margin_is_zero(T const* made) {
        bool zero = true;
        for (index_t r = 0; r < h; ++r)
            for (index_t c = 0; c < w; ++c)
                if (r < PH || r >= PH + H || c < PW || c >= PW + W)
                    zero = zero && made[r * w + c] == T{};
        return zero;
    }
    static bool is_number(V all) {
        if constexpr (is_scalar<V>) {
            return all == all;
        } else {
            T const sum = combined<plus>(all);
            return sum == sum;
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
