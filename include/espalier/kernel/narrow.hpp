// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>
#include <espalier/kernel/fold.hpp>

/// Matrices of rows so narrow that a register holds several of them, one behind the other.
namespace espalier::inline ESPALIER_ABI::kernel {

/// Rows of N elements, `Rows` of them.
template <class T, index_t Rows, index_t N>
struct narrow_rows {
    static constexpr bool fit = Rows >= 4 && N >= 2 && std::has_single_bit(N) &&
                                2 * N <= static_cast<index_t>(full_width<T>);

    /// y(n) = sum over r of a(r) B(r, n).
    static ESPALIER_INLINE auto product(T const* a, T const* b) {
        constexpr int width = width_within<T, Rows * N>;
        constexpr index_t rows = static_cast<index_t>(width) / N, packs = Rows / rows;
        constexpr index_t chains = packs >= 4 ? 2 : 1;
        using V = vec<T, width>;
        V total[chains];
        for (index_t c = 0; c < chains; ++c)
            total[c] = each_repeated<width>(a + c * rows) * load<V>(b + c * rows * N);
        for (index_t p = chains; p < packs; ++p)
            total[p % chains] = multiply_add(each_repeated<width>(a + p * rows),
                                             load<V>(b + p * rows * N), total[p % chains]);
        if constexpr (chains > 1) total[0] = total[0] + total[1];
        return rest<packs * rows>(a, b, total[0]);
    }
    /// f(element, C(r, n)...) for C(r, n) = a(r) b(n), a register at a time.
    template <class F>
    static ESPALIER_INLINE void outer_product(T const* a, T const* b, F const& f) {
        outer_from<0>(a, b, f);
    }

private:
    template <int W>
    static constexpr index_t rows_in = static_cast<index_t>(W) / N;

    /// The sum folded to one row, with what is left from row From on.
    template <index_t From, int W>
    static ESPALIER_INLINE auto rest(T const* a, T const* b, vec<T, W> sum) {
        if constexpr (static_cast<index_t>(W) == N) {
            return sum;
        } else {
            constexpr int half = W / 2;
            auto const folded = sum.low() + sum.high();
            if constexpr (From + rows_in<half> <= Rows)
                return rest<From + rows_in<half>>(
                    a, b,
                    multiply_add(each_repeated<half>(a + From), load<vec<T, half>>(b + From * N),
                                 folded));
            else
                return rest<From>(a, b, folded);
        }
    }
    template <index_t From, class F>
    static ESPALIER_INLINE void outer_from(T const* a, T const* b, F const& f) {
        if constexpr (From < Rows) {
            constexpr int width = width_within<T, (Rows - From) * N>;
            constexpr index_t rows = rows_in<width>, packs = (Rows - From) / rows;
            auto const row = all_repeated<width>(load<vec<T, static_cast<int>(N)>>(b));
            for (index_t r = From; r < From + packs * rows; r += rows)
                f(r * N, each_repeated<width>(a + r) * row);
            outer_from<From + packs * rows>(a, b, f);
        }
    }
    /// a(0) N times, then a(1) and so on, ...
    template <int W>
    static ESPALIER_INLINE vec<T, W> each_repeated(T const* a) {
        constexpr int count = static_cast<int>(rows_in<W>);
        if constexpr (count == 1) {
            return broadcast<vec<T, W>>(*a);
        } else {
            vec<T, W> const all = all_repeated<W>(load<vec<T, count>>(a));
            return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
                return vec<T, W>(
                    __builtin_shufflevector(all.v, all.v, (I / static_cast<int>(N))...));
            }(std::make_integer_sequence<int, W>{});
        }
    }
    /// ... and all elements, over and over.
    template <int W, int From>
    static ESPALIER_INLINE vec<T, W> all_repeated(vec<T, From> x) {
        if constexpr (From == W)
            return x;
        else
            return all_repeated<W>(vec<T, 2 * From>::of_halves(x, x));
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
