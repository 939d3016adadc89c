// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <numeric>

#include <espalier/kernel/results.hpp>

/// A column times a row, in storage order: registers run on from one row into the next, so that all
/// but the last are whole and lie within a cache line each.
namespace espalier::inline ESPALIER_ABI::kernel {

/// 0, 1, 2...
template <class V>
ESPALIER_INLINE V lane_numbers() {
    return []<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
        return V(typename V::native{static_cast<scalar_of<V>>(I)...});
    }(std::make_integer_sequence<int, V::width>{});
}
/// N elements behind whose end a register finds the first ones again.
template <class T, index_t N>
struct cyclic {
    static constexpr index_t w = static_cast<index_t>(full_width<T>);
    static constexpr bool whole = N % w == 0;
    alignas(register_bytes) T copy[whole ? 1 : N + w];
    T const* from;
    ESPALIER_INLINE explicit cyclic(T const* elements) : from(whole ? elements : copy) {
        if constexpr (!whole) {
            for (index_t n = 0; n < N; ++n) copy[n] = elements[n];
            for (index_t n = 0; n < w; ++n) copy[N + n] = elements[n];
        }
    }
};

/// C(m, n) = a(m) b(n), for a body that asks for no row or column.
template <class Body, index_t M, index_t N, class Update>
struct outer_product {
    using T = typename Body::value_type;
    T const* a;
    T const* b;
    results<Body, N, Update> const& result;

    static constexpr int width = width_for<T, M * N>;
    static constexpr index_t w = static_cast<index_t>(width);
    using V = vec<T, width>;

    ESPALIER_INLINE void run() const {
        if constexpr (N <= w) {
            // so many rows fill whole registers
            constexpr index_t rows = w / std::gcd(N, w), blocks = M / rows;
            for (index_t i = 0; i < blocks; ++i) packs<rows * N>(i * rows);
            if constexpr (M % rows > 0) packs<M % rows * N>(blocks * rows);
        } else {
            along_rows();
        }
    }

private:
    /// Size elements, from row `m` on.
    template <index_t Size>
    ESPALIER_INLINE void packs(index_t m) const {
        [&]<std::size_t... P>(std::index_sequence<P...>) ESPALIER_INLINE_LAMBDA {
            (pack<P * w, (Size - P * w < w ? Size - P * w : w)>(m), ...);
        }(std::make_index_sequence<(Size + w - 1) / w>{});
    }
    /// `Count` elements from `At` on, counted from row `m`.
    template <index_t At, index_t Count>
    ESPALIER_INLINE void pack(index_t m) const {
        constexpr index_t row = At / N, col = At % N, rows = (col + Count - 1) / N + 1;
        constexpr int active = static_cast<int>(Count);
        result.template emit_run<active>(m * N + At,
                                         columns<col, Count>() * rows_of<col, rows>(a + m + row));
    }
    /// b(n) of the elements from column Col on.
    template <index_t Col, index_t Count>
    ESPALIER_INLINE V columns() const {
        if constexpr (Col + Count <= N) {
            return load<V, static_cast<int>(Count)>(b + Col);
        } else if constexpr (N <= w) {
            V const all = load<V, static_cast<int>(N)>(b);
            return [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
                return V(__builtin_shufflevector(all.v, all.v, static_cast<int>((Col + I) % N)...));
            }(std::make_index_sequence<w>{});
        } else {
            // the last elements of b, and its first
            V const last = load<V>(b + (N - w)), front = load<V>(b);
            return [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
                return V(__builtin_shufflevector(
                    last.v, front.v,
                    static_cast<int>(Col + I < N ? Col + I - (N - w) : Col + I - N + w)...));
            }(std::make_index_sequence<w>{});
        }
    }
    /// a(m) of the elements from column Col on, over so many rows.
    template <index_t Col, index_t Rows>
    static ESPALIER_INLINE V rows_of(T const* from) {
        if constexpr (Rows == 1) {
            return broadcast<V>(from[0]);
        } else if constexpr (Rows == 2) {
            return V::template first<static_cast<int>(N - Col)>(broadcast<V>(from[0]),
                                                                broadcast<V>(from[1]));
        } else {
            V const all = load<V, static_cast<int>(Rows)>(from);
            return [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
                return V(__builtin_shufflevector(
                    all.v, all.v, static_cast<int>((Col + I) / N < Rows ? (Col + I) / N : 0)...));
            }(std::make_index_sequence<w>{});
        }
    }
    /// Row by row; where a register runs on into the next, it finds b once more behind its end.
    ESPALIER_INLINE void along_rows() const {
        cyclic<T, N> const again(b);
        T const* const row = again.from;
        index_t at = 0, n = 0;
        for (index_t m = 0; m < M; ++m) {
            V const x = broadcast<V>(a[m]);
            for (; n + w <= N; n += w, at += w)
                result.template emit_run<width>(at, x * load<V>(row + n));
            if constexpr (again.whole) {
                n = 0;
            } else if (n == N) {
                n = 0;
            } else if (m + 1 < M) {
                V const next = broadcast<V>(a[m + 1]);
                result.template emit_run<width>(
                    at, V::select(lane_numbers<V>() < V(static_cast<T>(N - n)), x, next) *
                            load<V>(row + n));
                at += w, n += w - N;
            }
        }
        if constexpr (constexpr int last = static_cast<int>(M * N % w); last > 0)
            result.template emit_run<last>(at, broadcast<V>(a[M - 1]) * load<V>(row + n));
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
