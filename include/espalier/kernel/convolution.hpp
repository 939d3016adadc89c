// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/pack.hpp>

/// Convolutions of stride 1 as implicit matrix products. A padded copy of the operand makes each
/// tap one shift of flat positions q = row * padded width + column; what lies between the rows is
/// dropped.
namespace espalier::inline ESPALIER_ABI::kernel {

/// At most this much scratch memory; larger planes take the plain loops.
inline constexpr index_t convolution_bytes = index_t{192} * 1024;

/// Planes of H x W with a margin of PH, PW zeros, and taps KH x KW at distances DH, DW.
template <class T, index_t H, index_t W, index_t KH, index_t KW, index_t PH, index_t PW, index_t DH,
          index_t DW>
struct padded_planes {
    static constexpr index_t width = W + 2 * PW, plane = (H + 2 * PH) * width;
    static constexpr index_t yh = H + 2 * PH - DH * (KH - 1), yw = width - DW * (KW - 1);
    static constexpr index_t flat = (yh - 1) * width + yw;
    static constexpr int lanes = width_for<T, flat>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t rounded = (flat + 2 * step - 1) / (2 * step) * (2 * step);
    /// Elements of `Planes` planes, and what registers read behind them.
    template <index_t Planes>
    static constexpr index_t size = Planes * plane + rounded - flat + step;

    template <index_t Planes>
    static void copy(T* to, T const* from) {
        for (index_t i = 0; i < size<Planes>; ++i) to[i] = T{};
        for (index_t p = 0; p < Planes; ++p)
            for (index_t r = 0; r < H; ++r)
                for (index_t c = 0; c < W; ++c)
                    to[p * plane + (r + PH) * width + PW + c] = from[(p * H + r) * W + c];
    }
};

/// y(o) = sum over i, kh, kw of w(o, i, kh, kw) x(i, . + kh DH, . + kw DW), for one sample.
/// Flipped: of w(i, o, KH - 1 - kh, KW - 1 - kw), the adjoint with respect to the operand.
template <class T, class Planes, index_t In, index_t Out, index_t KH, index_t KW, index_t DH,
          index_t DW, bool Flipped>
struct correlation {
    using V = vec_or_scalar<T, Planes::lanes>;
    static constexpr index_t step = Planes::step;
    static constexpr index_t taps = KH * KW;
    static constexpr int most = register_count >= 32 ? 8 : 4;
    static constexpr index_t scratch = most * Planes::rounded;

    static void run(T* y, T const* padded, T const* w, T* rows) { blocks<0>(y, padded, w, rows); }

private:
    template <index_t First>
    static void blocks(T* y, T const* padded, T const* w, T* rows) {
        if constexpr (First < Out) {
            constexpr int count = Out - First < most ? static_cast<int>(Out - First) : most;
            constexpr index_t n = static_cast<index_t>(count);
            constexpr index_t full = (Out - First) / n;
            for (index_t b = 0; b < full; ++b) {
                index_t const o = First + b * n;
                for (index_t q = 0; q < Planes::rounded; q += 2 * step)
                    tile<count>(rows + q, padded + q, w, o);
                for (index_t k = 0; k < n; ++k)
                    for (index_t r = 0; r < Planes::yh; ++r)
                        for (index_t c = 0; c < Planes::yw; ++c)
                            y[((o + k) * Planes::yh + r) * Planes::yw + c] =
                                rows[k * Planes::rounded + r * Planes::width + c];
            }
            blocks<First + full * n>(y, padded, w, rows);
        }
    }
    /// `Count` outputs by two registers of positions.
    template <int Count>
    static ESPALIER_INLINE void tile(T* rows, T const* padded, T const* w, index_t o) {
        constexpr index_t next = Flipped ? taps : In * taps;
        V total[2 * Count];
        [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
            ((total[K] = V(T{})), ...);
        }(std::make_integer_sequence<int, 2 * Count>{});
        T const* const first = w + o * next;
        for (index_t i = 0; i < In; ++i)
            for (index_t kh = 0; kh < KH; ++kh)
                for (index_t kw = 0; kw < KW; ++kw) {
                    T const* const from =
                        padded + i * Planes::plane + kh * DH * Planes::width + kw * DW;
                    T const* const weight =
                        first + (Flipped ? i * Out * taps + taps - 1 - (kh * KW + kw)
                                         : i * taps + kh * KW + kw);
                    V const left = load<V>(from), right = load<V>(from + step);
                    [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
                        ((total[2 * K] =
                              multiply_add(broadcast<V>(weight[static_cast<index_t>(K) * next]),
                                           left, total[2 * K]),
                          total[2 * K + 1] =
                              multiply_add(broadcast<V>(weight[static_cast<index_t>(K) * next]),
                                           right, total[2 * K + 1])),
                         ...);
                    }(std::make_integer_sequence<int, Count>{});
                }
        [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
            ((keep<V>(rows + static_cast<index_t>(K) * Planes::rounded, total[2 * K]),
              keep<V>(rows + static_cast<index_t>(K) * Planes::rounded + step, total[2 * K + 1])),
             ...);
        }(std::make_integer_sequence<int, Count>{});
    }
};

/// dw(o, i, kh, kw) += sum over positions of g(o, .) x(i, . + kh DH, . + kw DW), for one sample,
/// with outputs in lanes: `sums` is (In, KH, KW, outputs), `turned` is g with the outputs last.
template <class T, class Planes, index_t In, index_t Out, index_t KH, index_t KW, index_t DH,
          index_t DW>
struct weight_correlation {
    static constexpr int lanes = width_for<T, Out>;
    using V = vec_or_scalar<T, lanes>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t outputs = (Out + step - 1) / step * step;
    static constexpr index_t positions = Planes::yh * Planes::yw;
    static constexpr index_t turned_size = positions * outputs, sums_size = In * KH * KW * outputs;
    /// Rows of taps that are summed at once.
    static constexpr index_t rows = KW >= 12 ? 1 : KH * KW <= 12 ? KH : 12 / KW;

    static void run(T* sums, T const* padded, T const* g, T* turned) {
        for (index_t q = 0; q < positions; ++q)
            for (index_t o = 0; o < outputs; ++o)
                turned[q * outputs + o] = o < Out ? g[o * positions + q] : T{};
        for (index_t i = 0; i < In; ++i)
            for (index_t o = 0; o < outputs; o += step)
                taps_from<0>(sums + i * KH * KW * outputs + o, padded + i * Planes::plane,
                             turned + o);
    }
    static void finish(T* dw, T const* sums) {
        for (index_t o = 0; o < Out; ++o)
            for (index_t t = 0; t < In * KH * KW; ++t)
                dw[o * In * KH * KW + t] = sums[t * outputs + o];
    }

private:
    template <index_t First>
    static ESPALIER_INLINE void taps_from(T* sums, T const* plane, T const* turned) {
        if constexpr (First < KH) {
            constexpr index_t count = KH - First < rows ? KH - First : rows;
            constexpr int tile = static_cast<int>(count * KW);
            V total[tile];
            auto each = [&](auto const& f) ESPALIER_INLINE_LAMBDA {
                [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
                    (f(std::integral_constant<index_t, static_cast<index_t>(K)>{}), ...);
                }(std::make_integer_sequence<int, tile>{});
            };
            T* const to = sums + First * KW * outputs;
            each([&](auto k) ESPALIER_INLINE_LAMBDA { total[k()] = load<V>(to + k() * outputs); });
            for (index_t r = 0; r < Planes::yh; ++r) {
                T const* const from = plane + (r + First * DH) * Planes::width;
                T const* const g = turned + r * Planes::yw * outputs;
                for (index_t c = 0; c < Planes::yw; ++c) {
                    V const row = load<V>(g + c * outputs);
                    each([&](auto k) ESPALIER_INLINE_LAMBDA {
                        constexpr index_t shift = k() / KW * DH * Planes::width + k() % KW * DW;
                        total[k()] = multiply_add(broadcast<V>(from[c + shift]), row, total[k()]);
                    });
                }
            }
            each([&](auto k) ESPALIER_INLINE_LAMBDA { keep<V>(to + k() * outputs, total[k()]); });
            taps_from<First + count>(sums, plane, turned);
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
