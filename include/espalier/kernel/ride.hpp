// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/dot.hpp>
#include <espalier/kernel/outer.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// Whether it pays to update weights where the gradient of a layer's input reads them: not where
/// they are still at hand for a second reading, and rows that lie across cache lines cost more.
template <class T, index_t N, index_t K, bool Across>
inline constexpr bool riding_pays = [] {
    constexpr index_t bytes = N * K * sizeof(T), w = static_cast<index_t>(full_width<T>),
                      row = Across ? K : N;
    if (N * K <= part_of_line) return !Across;
    return row >= w && bytes >= (row % w == 0 ? 32 : 128) * index_t{1024};
}();

/// y(n) = sum over k of a(k) B(k, n) in registers with, at each element of B that it reads, the
/// body `Rider` on a(k) h(n). `Across`: B, and what the rider makes, is stored N x K.
template <class Body, class Rider, index_t N, index_t K, bool Across, class Update,
          class RiderUpdate>
struct ride {
    using T = typename Body::value_type;
    T const* a;
    T const* b;
    T const* h;
    results<Body, N, Update> result;
    results<Rider, (Across ? K : N), RiderUpdate> rider;

    ESPALIER_INLINE void run() const {
        if constexpr (Across)
            along_storage();
        else
            columns<0>();
    }

private:
    template <index_t Count, class F>
    static ESPALIER_INLINE void each(F const& f) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (f(std::integral_constant<index_t, I>{}), ...);
        }(std::make_integer_sequence<index_t, Count>{});
    }

    // --- row by row over some columns, whose sums stay in registers

    /// Of many elements none is read again soon: tails may be parts of whole registers.
    static constexpr bool is_large = N * K > part_of_line;
    template <index_t Rest>
    static constexpr int width_at = is_large ? width_for<T, Rest> : width_within<T, Rest>;

    /// Whole registers from column First on, about as many in each block, then what is left.
    template <index_t First>
    ESPALIER_INLINE void columns() const {
        if constexpr (First < N) {
            constexpr index_t width = static_cast<index_t>(width_at<N - First>),
                              packs =
                                  is_large ? (N - First + width - 1) / width : (N - First) / width;
            constexpr index_t most = register_count >= 32 ? 8 : 4,
                              blocks = (packs + most - 1) / most,
                              count = (packs + blocks - 1) / blocks;
            block<First, count, static_cast<int>(width)>();
            columns<First + count * width>();
        }
    }
    template <index_t First, index_t Count, int Width>
    ESPALIER_INLINE void block() const {
        using V = vec_or_scalar<T, Width>;
        constexpr index_t w = static_cast<index_t>(Width);
        constexpr auto active = [](index_t at) {
            return static_cast<int>(N - at < w ? N - at : w);
        };
        constexpr index_t chains = Count <= 2 && K > 1 ? 2 : 1;
        V sum[chains * Count];
        each<Count>([&](auto c) ESPALIER_INLINE_LAMBDA {
            constexpr index_t at = First + c * w;
            sum[c] = Body::template first_term<V, active(at)>(result.in, result.place(0, at));
            if constexpr (chains > 1) sum[Count + c] = V(T{});
        });
        auto const row = [&](index_t k, auto chain) ESPALIER_INLINE_LAMBDA {
            V const x = broadcast<V>(a[k]);
            each<Count>([&](auto c) ESPALIER_INLINE_LAMBDA {
                constexpr index_t at = First + c * w, i = chain * Count + c;
                constexpr int some = active(at);
                sum[i] = multiply_add(x, load<V, some>(b + k * N + at), sum[i]);
                rider.template emit_sum<V, some>(k, at, x * load<V, some>(h + at));
            });
        };
        index_t k = 0;
        for (; k + chains <= K; k += chains)
            each<chains>([&](auto s) ESPALIER_INLINE_LAMBDA { row(k + s, s); });
        if constexpr (K % chains != 0) row(k, std::integral_constant<index_t, 0>{});
        each<Count>([&](auto c) ESPALIER_INLINE_LAMBDA {
            constexpr index_t at = First + c * w;
            if constexpr (chains > 1) sum[c] = sum[c] + sum[Count + c];
            result.template emit<V, active(at)>(0, at, sum[c]);
        });
    }

    // --- sums along rows, four at a time; `row(n)` gives the terms of one

    template <index_t First, class Row>
    ESPALIER_INLINE void each_sum(Row const& row) const {
        if constexpr (First < N) {
            constexpr int together = width_within<T, (N - First < 4 ? N - First : 4)>;
            constexpr index_t step = static_cast<index_t>(together),
                              end = First + (N - First) / step * step;
            for (index_t n = First; n < end; n += step) {
                decltype(row(n)) terms[step];
                each<step>([&](auto i) ESPALIER_INLINE_LAMBDA { terms[i] = row(n + i); });
                result.template emit_sum<vec_or_scalar<T, together>, together>(
                    0, n, side_by_side_sums<together>([&](index_t i) ESPALIER_INLINE_LAMBDA {
                        return terms[i];
                    }));
            }
            each_sum<end>(row);
        }
    }
    /// In storage order: a register that runs on into the next row has terms of both.
    ESPALIER_INLINE void along_storage() const {
        constexpr int width = full_width<T>;
        constexpr index_t w = static_cast<index_t>(width);
        using V = vec<T, width>;
        cyclic<T, K> const again(a);
        index_t at = 0, k = 0;
        V carried(T{});
        each_sum<0>([&](index_t n) ESPALIER_INLINE_LAMBDA {
            V const x = broadcast<V>(h[n]);
            V terms = carried;
            carried = V(T{});
            for (; k + w <= K; k += w, at += w) {
                V const y = load<V>(again.from + k);
                terms = multiply_add(y, load<V>(b + at), terms);
                rider.template emit_run<width>(at, x * y);
            }
            if (K % w == 0 || k == K) {
                k = 0;
            } else if (n + 1 < N) {
                auto const here = lane_numbers<V>() < V(static_cast<T>(K - k));
                V const y = load<V>(again.from + k), both = y * load<V>(b + at);
                terms = terms + V::select(here, both, V(T{}));
                carried = V::select(here, V(T{}), both);
                rider.template emit_run<width>(at, V::select(here, x, broadcast<V>(h[n + 1])) * y);
                at += w, k += w - K;
            } else if constexpr (constexpr int last = static_cast<int>(N * K % w); last > 0) {
                V const y = load<V, last>(again.from + k);
                terms = multiply_add(y, load<V, last>(b + at), terms);
                rider.template emit_run<last>(at, x * y);
            }
            return terms;
        });
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
