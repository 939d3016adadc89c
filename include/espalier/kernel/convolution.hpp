// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/convolution_planes.hpp>

/// Convolutions as implicit matrix products over padded planes, and their adjoints.
namespace espalier::inline ESPALIER_ABI::kernel {

/// made(o) = sum over i and taps t of w(o, i, t) planes(i, . + offset of t), for one sample; or, for
/// the adjoint with respect to the operand, of w(i, o, t).
template <class T, class Planes, index_t In, index_t Out, index_t Taps, bool Adjoint>
struct correlation {
    using V = vec_or_scalar<T, Planes::lanes>;
    static constexpr index_t step = Planes::step;
    static constexpr int most = register_count >= 32 ? 8 : 4;
    static constexpr index_t scratch = most * Planes::rounded;

    static void run(T* made, T const* planes, T const* w, T* rows) {
        blocks<0>(made, planes, w, rows);
    }

private:
    template <index_t First>
    static void blocks(T* made, T const* planes, T const* w, T* rows) {
        if constexpr (First < Out) {
            constexpr int count = Out - First < most ? static_cast<int>(Out - First) : most;
            constexpr index_t n = static_cast<index_t>(count);
            constexpr index_t full = (Out - First) / n;
            for (index_t b = 0; b < full; ++b) {
                index_t const o = First + b * n;
                for (index_t q = 0; q < Planes::rounded; q += 2 * step)
                    tile<count>(rows + q, planes + q, w, o);
                for (index_t k = 0; k < n; ++k)
                    Planes::put(made + (o + k) * Planes::made_plane, rows + k * Planes::rounded);
            }
            blocks<First + full * n>(made, planes, w, rows);
        }
    }
    /// `Count` outputs by two registers of positions.
    template <int Count>
    static ESPALIER_INLINE void tile(T* rows, T const* planes, T const* w, index_t o) {
        constexpr index_t next = Adjoint ? Taps : In * Taps, of_plane = Adjoint ? Out * Taps : Taps;
        V total[2 * Count];
        [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
            ((total[K] = V(T{})), ...);
        }(std::make_integer_sequence<int, 2 * Count>{});
        for (index_t i = 0; i < In; ++i)
            for (index_t t = 0; t < Planes::taps.count; ++t) {
                T const* const from = planes + i * Planes::plane + Planes::taps.offset[t];
                T const* const weight = w + o * next + i * of_plane + Planes::taps.weight[t];
                V const left = load<V>(from), right = load<V>(from + step);
                [&]<int... K>(std::integer_sequence<int, K...>) ESPALIER_INLINE_LAMBDA {
                    ((total[2 * K] = multiply_add(
                          broadcast<V>(weight[static_cast<index_t>(K) * next]), left, total[2 * K]),
                      total[2 * K + 1] =
                          multiply_add(broadcast<V>(weight[static_cast<index_t>(K) * next]), right,
                                       total[2 * K + 1])),
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

/// Sums that registers hold while they run over positions.
inline constexpr index_t taps_at_once = 12;
/// Calls f(0), f(1), ... with numbers that are constants.
template <index_t Count, class F>
ESPALIER_INLINE void each_tap(F const& f) {
    [&]<index_t... K>(std::integer_sequence<index_t, K...>) ESPALIER_INLINE_LAMBDA {
        (f(std::integral_constant<index_t, K>{}), ...);
    }(std::make_integer_sequence<index_t, Count>{});
}

/// dw(o, i, t) += sum over positions of g(o, .) x(i, . + offset of t), for one sample, with outputs in
/// lanes: `sums` is (In, taps, outputs), `turned` is g with the outputs last.
template <class T, class Planes, index_t In, index_t Out, index_t Taps>
struct weight_correlation {
    static constexpr int lanes = width_for<T, Out>;
    using V = vec_or_scalar<T, lanes>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t outputs = (Out + step - 1) / step * step;
    static constexpr index_t positions = Planes::rows * Planes::cols;
    static constexpr index_t scratch = positions * outputs, sums_size = In * Taps * outputs;

    static void run(T* sums, T const* planes, T const* g, T* turned) {
        for (index_t q = 0; q < positions; ++q)
            for (index_t o = 0; o < outputs; ++o)
                turned[q * outputs + o] = o < Out ? g[o * positions + q] : T{};
        for (index_t i = 0; i < In; ++i)
            for (index_t o = 0; o < outputs; o += step)
                taps_from<0>(sums + i * Taps * outputs + o, planes + i * Planes::plane, turned + o);
    }
    static void finish(T* dw, T const* sums) {
        for (index_t o = 0; o < Out; ++o)
            for (index_t t = 0; t < In * Taps; ++t) dw[o * In * Taps + t] = sums[t * outputs + o];
    }

private:
    template <index_t First>
    static ESPALIER_INLINE void taps_from(T* sums, T const* plane, T const* turned) {
        if constexpr (First < Taps) {
            constexpr index_t count = Taps - First < taps_at_once ? Taps - First : taps_at_once;
            V total[count];
            T* const to = sums + First * outputs;
            each_tap<count>(
                [&](auto k) ESPALIER_INLINE_LAMBDA { total[k()] = load<V>(to + k() * outputs); });
            for (index_t r = 0; r < Planes::rows; ++r) {
                T const* const from = plane + r * Planes::width;
                T const* const g = turned + r * Planes::cols * outputs;
                for (index_t c = 0; c < Planes::cols; ++c) {
                    V const row = load<V>(g + c * outputs);
                    each_tap<count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                        constexpr index_t shift = Planes::offset(First + k());
                        total[k()] = multiply_add(broadcast<V>(from[c + shift]), row, total[k()]);
                    });
                }
            }
            each_tap<count>(
                [&](auto k) ESPALIER_INLINE_LAMBDA { keep<V>(to + k() * outputs, total[k()]); });
            taps_from<First + count>(sums, plane, turned);
        }
    }
};

/// The same where the outputs are too few for lanes, as in a depthwise convolution: with positions of
/// a row in lanes, summed at the end. `sums` is (Out, In, taps, lanes).
template <class T, class Planes, index_t In, index_t Out, index_t Taps>
struct weight_dots {
    static constexpr int lanes = width_for<T, Planes::cols>;
    using V = vec_or_scalar<T, lanes>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t scratch = 1, sums_size = Out * In * Taps * step;

    static void run(T* sums, T const* planes, T const* g, T*) {
        for (index_t o = 0; o < Out; ++o)
            for (index_t i = 0; i < In; ++i)
                taps_from<0>(sums + (o * In + i) * Taps * step, planes + i * Planes::plane,
                             g + o * Planes::rows * Planes::cols);
    }
    static void finish(T* dw, T const* sums) {
        for (index_t k = 0; k < Out * In * Taps; ++k) {
            dw[k] = T{};
            for (index_t lane = 0; lane < step; ++lane) dw[k] += sums[k * step + lane];
        }
    }

private:
    template <index_t First>
    static ESPALIER_INLINE void taps_from(T* sums, T const* plane, T const* g) {
        if constexpr (First < Taps) {
            constexpr index_t count = Taps - First < taps_at_once ? Taps - First : taps_at_once;
            constexpr index_t whole = Planes::cols / step * step;
            V total[count];
            T* const to = sums + First * step;
            each_tap<count>([&](auto k)
                                ESPALIER_INLINE_LAMBDA { total[k()] = load<V>(to + k() * step); });
            auto const add = [&]<int Active>(std::integral_constant<int, Active>, T const* from,
                                             T const* row) ESPALIER_INLINE_LAMBDA {
                V const cotangent = load<V, Active>(row);
                each_tap<count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                    total[k()] = multiply_add(load<V, Active>(from + Planes::offset(First + k())),
                                              cotangent, total[k()]);
                });
            };
            for (index_t r = 0; r < Planes::rows; ++r) {
                T const* const from = plane + r * Planes::width;
                T const* const row = g + r * Planes::cols;
                for (index_t c = 0; c < whole; c += step)
                    add(std::integral_constant<int, lanes>{}, from + c, row + c);
                if constexpr (constexpr int rest = static_cast<int>(Planes::cols - whole); rest > 0)
                    add(std::integral_constant<int, rest>{}, from + whole, row + whole);
            }
            each_tap<count>([&](auto k)
                                ESPALIER_INLINE_LAMBDA { keep<V>(to + k() * step, total[k()]); });
            taps_from<First + count>(sums, plane, g);
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
