// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/convolution_planes.hpp>
#include <espalier/kernel/fold.hpp>
#include <espalier/kernel/transpose.hpp>

/// Convolutions as implicit matrix products over padded planes, and their adjoints.
namespace espalier::inline ESPALIER_ABI::kernel {

/// Calls f(0), f(1), ... with numbers that are constants.
template <index_t Count, class F>
ESPALIER_INLINE void each_constant(F const& f) {
    [&]<index_t... K>(std::integer_sequence<index_t, K...>) ESPALIER_INLINE_LAMBDA {
        (f(std::integral_constant<index_t, K>{}), ...);
    }(std::make_integer_sequence<index_t, Count>{});
}
/// n in as few pieces of at most `most` as it takes: the size of one.
constexpr index_t even_piece(index_t n, index_t most) {
    index_t const pieces = (n + most - 1) / most;
    return (n + pieces - 1) / pieces;
}

/// made(o) = sum over i and taps t of w(o, i, t) planes(i, . + offset of t), for one sample; or, for
/// the adjoint with respect to the operand, of w(i, o, t). A tile is some outputs by some registers
/// of positions: of whole rows, written where they belong, or of flat positions.
template <class T, class Planes, index_t In, index_t Out, index_t Taps, bool Adjoint>
struct correlation {
    static constexpr index_t sums = register_count >= 32 ? 16 : 8;
    static constexpr index_t ceiling(index_t n, index_t of) { return (n + of - 1) / of; }

    static constexpr int row_lanes = width_for<T, Planes::cols>;
    static constexpr index_t packs_of_row = ceiling(Planes::cols, static_cast<index_t>(row_lanes));
    /// Flat positions are stored twice.
    static constexpr bool by_rows =
        Planes::dense && Planes::rows * packs_of_row * (In * Planes::taps.count - 2) <=
                             Planes::rounded / Planes::step * In * Planes::taps.count;

    static constexpr int lanes = by_rows ? row_lanes : Planes::lanes;
    using V = vec_or_scalar<T, lanes>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t outputs = even_piece(Out, sums / 2);
    /// Registers of a tile: along a row, and rows.
    static constexpr index_t across = by_rows ? even_piece(packs_of_row, 4) : 2;
    static constexpr index_t down = [] {
        index_t const most = sums / (outputs * across);
        return !by_rows || most == 0 ? index_t{1} : most < Planes::rows ? most : Planes::rows;
    }();
    static constexpr index_t scratch = by_rows ? 1 : outputs * Planes::rounded;

    static void run(T* made, T const* planes, T const* w, T* rows) {
        for (index_t o = 0; o < Out; o += outputs) {
            // the last tiles, of outputs, rows or columns, may do some again
            index_t const first = o + outputs <= Out ? o : Out - outputs;
            T const* const weights = w + first * (Adjoint ? Taps : In * Taps);
            T* const to = made + first * Planes::made_plane;
            if constexpr (by_rows) {
                for (index_t r = 0; r < Planes::rows; r += down)
                    tiles_of_rows(to, planes, weights,
                                  r + down <= Planes::rows ? r : Planes::rows - down);
            } else {
                for (index_t q = 0; q < Planes::rounded; q += across * step)
                    tile(planes + q, weights, [&](auto k, auto j, V sum) ESPALIER_INLINE_LAMBDA {
                        keep<V>(rows + k() * Planes::rounded + q + j() * step, sum);
                    });
                for (index_t k = 0; k < outputs; ++k)
                    Planes::put(to + k * Planes::made_plane, rows + k * Planes::rounded);
            }
        }
    }

private:
    static constexpr index_t last_pack = Planes::cols > step ? Planes::cols - step : 0;
    /// Where register j of a tile stands: its row and its column.
    static constexpr index_t row_of(index_t j) { return by_rows ? j / across : 0; }
    static constexpr index_t column_of(index_t j) {
        index_t const c = j % across * step;
        return !by_rows || across < packs_of_row || c < last_pack ? c : last_pack;
    }
    static ESPALIER_INLINE void tiles_of_rows(T* to, T const* planes, T const* w, index_t r) {
        constexpr index_t wide = across * step;
        constexpr int active = static_cast<int>(Planes::cols < step ? Planes::cols : step);
        for (index_t c = 0; c < Planes::cols; c += wide) {
            index_t const at = c == 0 || c + wide <= Planes::cols ? c : Planes::cols - wide;
            tile(planes + r * Planes::width + at, w,
                 [&](auto k, auto j, V sum) ESPALIER_INLINE_LAMBDA {
                     keep<V, active>(to + k() * Planes::made_plane +
                                         Planes::made_row(r + row_of(j())) + at + column_of(j()),
                                     sum);
                 });
        }
    }
    /// Sums for `outputs` by `across` x `down` registers, given away as emit(output, register, sum).
    template <class Emit>
    static ESPALIER_INLINE void tile(T const* planes, T const* w, Emit const& emit) {
        constexpr index_t next = Adjoint ? Taps : In * Taps, of_plane = Adjoint ? Out * Taps : Taps;
        constexpr index_t registers = across * down;
        V total[outputs * registers];
        each_constant<outputs * registers>([&](auto k)
                                               ESPALIER_INLINE_LAMBDA { total[k()] = V(T{}); });
        for (index_t i = 0; i < In; ++i) {
            auto const tap = [&](index_t offset, index_t weight) ESPALIER_INLINE_LAMBDA {
                T const* const from = planes + i * Planes::plane + offset;
                T const* const scale = w + i * of_plane + weight;
                V x[registers];
                each_constant<registers>([&](auto j) ESPALIER_INLINE_LAMBDA {
                    x[j()] = load<V>(from + row_of(j()) * Planes::width + column_of(j()));
                });
                each_constant<outputs>([&](auto k) ESPALIER_INLINE_LAMBDA {
                    V const all = broadcast<V>(scale[k() * next]);
                    each_constant<registers>([&](auto j) ESPALIER_INLINE_LAMBDA {
                        constexpr index_t at = k() * registers + j();
                        total[at] = multiply_add(all, x[j()], total[at]);
                    });
                });
            };
            constexpr auto const& taps = Planes::taps;
            if constexpr (taps.count <= 9)
                each_constant<taps.count>([&](auto t) ESPALIER_INLINE_LAMBDA {
                    tap(taps.offset[t()], taps.weight[t()]);
                });
            else
                for (index_t t = 0; t < taps.count; ++t) tap(taps.offset[t], taps.weight[t]);
        }
        each_constant<outputs>([&](auto k) ESPALIER_INLINE_LAMBDA {
            each_constant<registers>(
                [&](auto j) ESPALIER_INLINE_LAMBDA { emit(k, j, total[k() * registers + j()]); });
        });
    }
};

/// Sums that registers hold while they run over positions.
inline constexpr index_t sums_at_once = register_count >= 32 ? 24 : 12;

/// dw(o, i, t) += sum over positions of g(o, .) x(i, . + offset of t), for one sample, with outputs in
/// lanes: `sums` is (In, taps, outputs), `turned` is g with the outputs last.
template <class T, class Planes, index_t In, index_t Out, index_t Taps>
struct weight_correlation {
    static constexpr int lanes = width_for<T, Out>;
    using V = vec_or_scalar<T, lanes>;
    static constexpr index_t step = static_cast<index_t>(lanes);
    static constexpr index_t outputs = (Out + step - 1) / step * step;
    static constexpr index_t positions = Planes::rows * Planes::cols;
    static constexpr index_t scratch = positions * Out + step, sums_size = In * Taps * outputs;
    /// In multiplications of registers.
    static constexpr index_t cost =
        positions * (outputs / step * In * Taps + Out / 4) + In * Taps * Out / 4;

    static void run(T* sums, T const* planes, T const* g, T* turned) {
        transposition<T, Out, positions>::run(g, turned);
        // lanes behind the outputs belong to nothing
        for (index_t i = 0; i < step; ++i) turned[positions * Out + i] = T{};
        for (index_t o = 0; o < outputs; o += step) {
            index_t i = 0;
            for (; i + planes_at_once <= In; i += planes_at_once)
                terms<0, planes_at_once * Taps>(sums + i * Taps * outputs + o,
                                                planes + i * Planes::plane, turned + o);
            if constexpr (In % planes_at_once > 0)
                terms<0, In % planes_at_once * Taps>(sums + i * Taps * outputs + o,
                                                     planes + i * Planes::plane, turned + o);
        }
    }
    static void finish(T* dw, T const* sums) {
        transposition<T, In * Taps, Out, outputs>::run(sums, dw);
    }

private:
    static constexpr index_t planes_at_once = Taps >= sums_at_once       ? 1
                                              : In * Taps < sums_at_once ? In
                                                                         : sums_at_once / Taps;
    /// Taps of planes from number First to Last.
    template <index_t First, index_t Last>
    static ESPALIER_INLINE void terms(T* sums, T const* plane, T const* turned) {
        if constexpr (First < Last) {
            constexpr index_t piece = even_piece(Last - First, sums_at_once), count = piece;
            V total[count];
            T* const to = sums + First * outputs;
            each_constant<count>(
                [&](auto k) ESPALIER_INLINE_LAMBDA { total[k()] = load<V>(to + k() * outputs); });
            for (index_t r = 0; r < Planes::rows; ++r) {
                T const* const from = plane + r * Planes::width;
                T const* const g = turned + r * Planes::cols * Out;
                for (index_t c = 0; c < Planes::cols; ++c) {
                    V const row = load<V>(g + c * Out);
                    each_constant<count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                        constexpr index_t shift = (First + k()) / Taps * Planes::plane +
                                                  Planes::offset((First + k()) % Taps);
                        total[k()] = multiply_add(broadcast<V>(from[c + shift]), row, total[k()]);
                    });
                }
            }
            each_constant<count>(
                [&](auto k) ESPALIER_INLINE_LAMBDA { keep<V>(to + k() * outputs, total[k()]); });
            terms<First + count, Last>(sums, plane, turned);
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
    static constexpr index_t cost =
        (Planes::rows * ((Planes::cols + step - 1) / step) + 4) * Out * In * Taps;

    static void run(T* sums, T const* planes, T const* g, T*) {
        for (index_t i = 0; i < In; ++i) {
            index_t o = 0;
            for (; o + outputs_at_once <= Out; o += outputs_at_once)
                taps_from<0, outputs_at_once>(sums, planes, g, o, i);
            if constexpr (Out % outputs_at_once > 0)
                taps_from<0, Out % outputs_at_once>(sums, planes, g, o, i);
        }
    }
    static void finish(T* dw, T const* sums) {
        for (index_t k = 0; k < Out * In * Taps; ++k) {
            if constexpr (lanes == 1)
                dw[k] = sums[k];
            else
                dw[k] = combined<plus>(load<V>(sums + k * step));
        }
    }

private:
    static constexpr index_t outputs_at_once = Out < 4 ? Out : register_count >= 32 ? 4 : 2;

    template <index_t First, index_t Outputs>
    static ESPALIER_INLINE void taps_from(T* sums, T const* planes, T const* g, index_t o,
                                          index_t i) {
        if constexpr (First < Taps) {
            constexpr index_t count = even_piece(Taps - First, sums_at_once / Outputs);
            constexpr index_t whole = Planes::cols / step * step, next = In * Taps * step;
            T const* const plane = planes + i * Planes::plane;
            T const* const from_g = g + o * Planes::rows * Planes::cols;
            T* const to = sums + (o * In + i) * Taps * step + First * step;
            V total[Outputs * count];
            each_constant<Outputs * count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                total[k()] = load<V>(to + k() / count * next + k() % count * step);
            });
            auto const add = [&]<int Active>(std::integral_constant<int, Active>, T const* from,
                                             T const* row) ESPALIER_INLINE_LAMBDA {
                V cotangent[Outputs];
                each_constant<Outputs>([&](auto n) ESPALIER_INLINE_LAMBDA {
                    cotangent[n()] = load<V, Active>(row + n() * Planes::rows * Planes::cols);
                });
                each_constant<count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                    V const x = load<V, Active>(from + Planes::offset(First + k()));
                    each_constant<Outputs>([&](auto n) ESPALIER_INLINE_LAMBDA {
                        V& sum = total[n() * count + k()];
                        sum = multiply_add(x, cotangent[n()], sum);
                    });
                });
            };
            for (index_t r = 0; r < Planes::rows; ++r) {
                T const* const from = plane + r * Planes::width;
                T const* const row = from_g + r * Planes::cols;
                for (index_t c = 0; c < whole; c += step)
                    add(std::integral_constant<int, lanes>{}, from + c, row + c);
                if constexpr (constexpr int rest = static_cast<int>(Planes::cols - whole); rest > 0)
                    add(std::integral_constant<int, rest>{}, from + whole, row + whole);
            }
            each_constant<Outputs * count>([&](auto k) ESPALIER_INLINE_LAMBDA {
                keep<V>(to + k() / count * next + k() % count * step, total[k()]);
            });
            taps_from<First + count, Outputs>(sums, planes, g, o, i);
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
