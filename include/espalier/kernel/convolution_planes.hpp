// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/pack.hpp>
#include <espalier/kernel/width.hpp>

/// Convolutions as implicit matrix products. Padded copies of the operand, one for each phase of the
/// strides (row mod SH, column mod SW), make each tap one shift of flat positions
/// q = row * width + column; what lies between the rows is dropped.
namespace espalier::inline ESPALIER_ABI::kernel {

/// At most this much scratch memory; larger planes take the plain loops.
inline constexpr index_t convolution_bytes = index_t{192} * 1024;

/// Planes of H x W with a margin, taps KH x KW at distances DH, DW, strides SH, SW.
template <index_t H, index_t W, index_t KH, index_t KW, index_t SH, index_t SW, index_t PH,
          index_t PW, index_t DH, index_t DW>
struct convolution_grid {
    static constexpr index_t h = H, w = W, taps = KH * KW, margin_h = PH, margin_w = PW,
                             stride_h = SH, stride_w = SW;
    static constexpr index_t yh = (H + 2 * PH - DH * (KH - 1) - 1) / SH + 1;
    static constexpr index_t yw = (W + 2 * PW - DW * (KW - 1) - 1) / SW + 1;
    static constexpr index_t row_of_tap(index_t t) { return t / KW * DH; }
    static constexpr index_t col_of_tap(index_t t) { return t % KW * DW; }
};

/// Some of the taps: how far each is from the position of its output, and which weight it has.
template <index_t Most>
struct tap_list {
    index_t offset[Most]{}, weight[Most]{}, count = 0;
    constexpr void push(index_t o, index_t w) { offset[count] = o, weight[count++] = w; }
};

/// `Rows` x `Cols` results at flat positions of rows of `Width` elements.
template <class T, index_t Rows, index_t Cols, index_t Width>
struct flat_positions {
    static constexpr index_t rows = Rows, cols = Cols, width = Width;
    static constexpr index_t flat = (Rows - 1) * Width + Cols;
    static constexpr int lanes = width_for<T, flat>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t rounded = (flat + 2 * step - 1) / (2 * step) * (2 * step);
    /// What registers read behind the last plane, and write there while they fill it.
    static constexpr index_t behind = rounded - flat + step + 3 * Width;
    static void fill_behind(T* to) {
        for (index_t i = 0; i < behind; ++i) to[i] = T{};
    }
};

/// `value` for `count` elements and, in whole registers, some behind them.
template <class V>
ESPALIER_INLINE void fill_some(scalar_of<V>* to, index_t count, V value) {
    for (index_t i = 0; i < count; i += static_cast<index_t>(width_of<V>)) keep<V>(to + i, value);
}
/// `Count` elements in a row.
template <class T, index_t Count>
ESPALIER_INLINE void copy_row(T* to, T const* from) {
    using V = vec_or_scalar<T, width_for<T, Count>>;
    constexpr index_t step = static_cast<index_t>(width_of<V>), whole = Count / step * step;
    for (index_t i = 0; i < whole; i += step) keep<V>(to + i, load<V>(from + i));
    if constexpr (constexpr int rest = static_cast<int>(Count - whole); rest > 0)
        keep<V, rest>(to + whole, load<V, rest>(from + whole));
}
/// `rows` rows of Width elements, of which those from `first` to `last` hold `Count` elements from
/// column Left on, of rows that are `apart` in `from`; all else is `fill`. What comes behind the
/// rows is written later: registers leave that there, too.
template <class T, index_t Width, index_t Left, index_t Count>
ESPALIER_INLINE void fill_rows(T* to, index_t rows, index_t first, index_t last, T const* from,
                               index_t apart, T fill = T{}) {
    using V = vec_or_scalar<T, width_for<T, Width>>;
    constexpr index_t step = static_cast<index_t>(width_of<V>), whole = Count / step * step;
    constexpr int rest = static_cast<int>(Count - whole);
    V const margin(fill);
    fill_some(to, first * Width + Left, margin);
    for (index_t r = first; r < last; ++r, from += apart) {
        T* const row = to + r * Width + Left;
        for (index_t c = 0; c < whole; c += step) keep<V>(row + c, load<V>(from + c));
        if constexpr (rest > 0)
            keep<V>(row + whole, V::template first<rest>(load<V, rest>(from + whole), margin));
        constexpr index_t filled = whole + (rest > 0 ? step : 0);
        if constexpr (filled < Width) fill_some(row + filled, Width - filled, margin);
    }
    if (last < rows) fill_some(to + last * Width, (rows - last) * Width, margin);
}

/// The operand by phases: what the result and the gradient of the weights are made of.
template <class T, class Grid>
struct operand_planes
    : flat_positions<T, Grid::yh, Grid::yw,
                     (Grid::w + 2 * Grid::margin_w + Grid::stride_w - 1) / Grid::stride_w> {
    using base =
        flat_positions<T, Grid::yh, Grid::yw,
                       (Grid::w + 2 * Grid::margin_w + Grid::stride_w - 1) / Grid::stride_w>;
    static constexpr index_t sh = Grid::stride_h, sw = Grid::stride_w;
    static constexpr index_t phase = (Grid::h + 2 * Grid::margin_h + sh - 1) / sh * base::width;
    static constexpr index_t plane = sh * sw * phase, from_plane = Grid::h * Grid::w,
                             made_plane = Grid::yh * Grid::yw;
    static constexpr index_t place(index_t row, index_t col) {
        return (row % sh * sw + col % sw) * phase + row / sh * base::width + col / sw;
    }
    static constexpr index_t offset(index_t tap) {
        return place(Grid::row_of_tap(tap), Grid::col_of_tap(tap));
    }
    static constexpr auto taps = [] {
        tap_list<Grid::taps> all;
        for (index_t t = 0; t < Grid::taps; ++t) all.push(offset(t), t);
        return all;
    }();
    template <index_t Planes>
    static constexpr index_t size = Planes * plane + base::behind;

    template <index_t Planes>
    static void copy(T* to, T const* from) {
        if constexpr (sw == 1) {
            constexpr index_t margin = Grid::margin_h, rows = phase / base::width;
            for (index_t p = 0; p < Planes; ++p)
                for (index_t a = 0; a < sh; ++a) {
                    index_t const first = (margin + sh - 1 - a) / sh,
                                  last = (margin + Grid::h + sh - 1 - a) / sh;
                    fill_rows<T, base::width, Grid::margin_w, Grid::w>(
                        to + p * plane + a * phase, rows, first, last,
                        from + (p * Grid::h + first * sh + a - margin) * Grid::w, sh * Grid::w);
                }
            base::fill_behind(to + Planes * plane);
        } else {
            for (index_t i = 0; i < size<Planes>; ++i) to[i] = T{};
            for (index_t p = 0; p < Planes; ++p)
                for (index_t r = 0; r < Grid::h; ++r)
                    for (index_t b = 0; b < sw; ++b) {
                        constexpr index_t margin = Grid::margin_w;
                        index_t const first = (b + sw - margin % sw) % sw;
                        T* const row = to + p * plane + place(r + Grid::margin_h, first + margin);
                        T const* const x = from + (p * Grid::h + r) * Grid::w;
                        for (index_t c = first, i = 0; c < Grid::w; c += sw, ++i) row[i] = x[c];
                    }
        }
    }
    /// Where a row of results stands in their plane; one element behind the other.
    static constexpr bool dense = true;
    static constexpr index_t made_row(index_t r) { return r * base::cols; }
    /// One plane of results, from rows of `width`.
    static void put(T* y, T const* from) {
        for (index_t r = 0; r < base::rows; ++r)
            copy_row<T, base::cols>(y + made_row(r), from + r * base::width);
    }
};

/// The cotangent of the result, for the elements of the operand in phase (A, B): each is reached by
/// the taps of that phase alone.
template <class T, class Grid, index_t A, index_t B>
struct cotangent_planes_of {
    static constexpr index_t sh = Grid::stride_h, sw = Grid::stride_w;
    /// Of rows or columns of the padded operand: the first of the phase, and how many there are.
    static constexpr index_t first(index_t phase, index_t stride, index_t margin) {
        return (margin + stride - 1 - phase) / stride;
    }
    static constexpr index_t count(index_t phase, index_t stride, index_t margin, index_t extent) {
        index_t const end = margin + extent;
        index_t const last = end > phase ? (end - phase - 1) / stride + 1 : 0;
        index_t const from = first(phase, stride, margin);
        return last > from ? last - from : 0;
    }
    static constexpr index_t first_row = first(A, sh, Grid::margin_h),
                             first_col = first(B, sw, Grid::margin_w);
    static constexpr index_t made_rows = count(A, sh, Grid::margin_h, Grid::h),
                             made_cols = count(B, sw, Grid::margin_w, Grid::w);
    static constexpr index_t reach_h = Grid::row_of_tap(Grid::taps - 1) / sh,
                             reach_w = Grid::col_of_tap(Grid::taps - 1) / sw;
    using positions = flat_positions<T, (made_rows > 0 ? made_rows : 1),
                                     (made_cols > 0 ? made_cols : 1), made_cols + reach_w>;
};
template <class T, class Grid, index_t A, index_t B>
struct cotangent_planes : cotangent_planes_of<T, Grid, A, B>::positions {
    using of = cotangent_planes_of<T, Grid, A, B>;
    using base = typename of::positions;
    static constexpr bool is_empty = of::made_rows == 0 || of::made_cols == 0;
    static constexpr index_t plane = (of::made_rows + of::reach_h) * base::width,
                             from_plane = Grid::yh * Grid::yw, made_plane = Grid::h * Grid::w;
    static constexpr auto taps = [] {
        tap_list<Grid::taps> some;
        for (index_t t = 0; t < Grid::taps; ++t) {
            index_t const r = Grid::row_of_tap(t), c = Grid::col_of_tap(t);
            if (r % of::sh == A && c % of::sw == B)
                some.push((of::reach_h - r / of::sh) * base::width + of::reach_w - c / of::sw, t);
        }
        return some;
    }();
    template <index_t Planes>
    static constexpr index_t size = Planes * plane + base::behind;

    template <index_t Planes>
    static void copy(T* to, T const* from) {
        // row j of the result stands in row j + reach - first
        constexpr index_t skip_h = of::first_row > of::reach_h ? of::first_row - of::reach_h : 0,
                          skip_w = of::first_col > of::reach_w ? of::first_col - of::reach_w : 0;
        constexpr index_t end_h = of::made_rows + of::first_row,
                          end_w = of::made_cols + of::first_col;
        constexpr index_t bottom = Grid::yh < end_h ? Grid::yh : end_h,
                          right = Grid::yw < end_w ? Grid::yw : end_w;
        constexpr index_t shift = of::reach_h - of::first_row,
                          left = skip_w + of::reach_w - of::first_col;
        constexpr bool any = skip_h < bottom && skip_w < right;
        for (index_t p = 0; p < Planes; ++p)
            fill_rows<T, base::width, left, (any ? right - skip_w : 0)>(
                to + p * plane, plane / base::width, skip_h + shift,
                any ? bottom + shift : skip_h + shift,
                from + (p * Grid::yh + skip_h) * Grid::yw + skip_w, Grid::yw);
        base::fill_behind(to + Planes * plane);
    }
    static constexpr bool dense = of::sw == 1;
    static constexpr index_t made_row(index_t r) {
        return ((r + of::first_row) * of::sh + A - Grid::margin_h) * Grid::w +
               of::first_col * of::sw + B - Grid::margin_w;
    }
    static void put(T* x, T const* from) {
        for (index_t r = 0; r < of::made_rows; ++r)
            if constexpr (dense)
                copy_row<T, base::cols>(x + made_row(r), from + r * base::width);
            else
                for (index_t c = 0; c < of::made_cols; ++c)
                    x[made_row(r) + c * of::sw] = from[r * base::width + c];
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
