// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// A loop over Size elements, in rows of Cols (0: one run). Reductions go to `sums`.
template <class Body, index_t Size, index_t Cols>
struct map {
    using T = typename Body::value_type;
    template <class Update>
    static constexpr void run(T const* const* in, T* const* out, T* const* sums,
                              Update const& apply_update) {
#if ESPALIER_SIMD
        if (!std::is_constant_evaluated()) return run_packs(in, out, sums, apply_update);
#endif
        inlined(in, out, sums, apply_update);
    }
    /// Plain loops, at the place of the call.
    template <class In, class Update>
    static ESPALIER_INLINE constexpr void inlined(In const& in, T* const* out, T* const* sums,
                                                  Update const& apply_update) {
        auto total = Body::template start<T>();
        if constexpr (Cols == 0) {
            for (index_t i = 0; i < Size; ++i)
                Body::template run<T>(in, out, position{i, 0, i}, total, T{}, apply_update);
        } else {
            for (index_t r = 0; r < Size / Cols; ++r)
                for (index_t c = 0; c < Cols; ++c)
                    Body::template run<T>(in, out, position{r * Cols + c, r, c}, total, T{},
                                          apply_update);
        }
        Body::finish(sums, total);
    }

#if ESPALIER_SIMD
private:
    static constexpr index_t row = Cols == 0 ? Size : Cols;
    static constexpr bool has_functions = Size == 1 ? Body::is_slow_alone : Body::calls_functions;
    // what is left of a row: in one register of which a part is active, or in narrower ones
    static constexpr bool masks_tail = Cols != 0 || has_functions;
    static constexpr int width = has_functions ? width_of_functions<T, row>
                                 : masks_tail  ? width_for<T, row>
                                               : width_within<T, row>;
    using V = vec_or_scalar<T, width>;
    static constexpr index_t packs = row / static_cast<index_t>(width);
    static constexpr index_t unrolled = Body::reductions > 0 && packs >= 8 ? 4 : 1;

    template <class Update>
    static void run_packs(T const* const* in, T* const* out, T* const* sums,
                          Update const& apply_update) {
        constexpr index_t w = static_cast<index_t>(width);
        auto total = Body::template start<V>();
        typename Body::template accumulators<V> more[unrolled];
        for (auto& one : more) one = total;
        for (index_t r = 0; r < Size / row; ++r) {
            index_t const at = r * row;
            index_t c = 0;
            for (; c + unrolled * w <= packs * w; c += unrolled * w) {
                Body::template run<V>(in, out, position{at + c, r, c}, total, V(T{}), apply_update);
                for (index_t u = 1; u < unrolled; ++u)
                    Body::template run<V>(in, out, position{at + c + u * w, r, c + u * w}, more[u],
                                          V(T{}), apply_update);
            }
            for (; c + w <= packs * w; c += w)
                Body::template run<V>(in, out, position{at + c, r, c}, total, V(T{}), apply_update);
            if constexpr (constexpr int tail = static_cast<int>(row % w); tail != 0 && masks_tail)
                Body::template run<V, tail>(in, out, position{at + c, r, c}, total, V(T{}),
                                            apply_update);
        }
        for (index_t u = 1; u < unrolled; ++u) Body::join(total, more[u]);
        Body::finish(sums, total);
        if constexpr (!masks_tail) run_tail<packs * w>(in, out, sums, apply_update);
    }
    /// What is left of one run, in narrower registers.
    template <index_t From, class Update>
    static ESPALIER_INLINE void run_tail(T const* const* in, T* const* out, T* const* sums,
                                         Update const& apply_update) {
        if constexpr (From < Size) {
            constexpr int narrow = width_within<T, Size - From>;
            using W = vec_or_scalar<T, narrow>;
            auto total = Body::template start<W>();
            Body::template run<W>(in, out, position{From, 0, From}, total, W(T{}), apply_update);
            Body::finish_more(sums, total);
            run_tail<From + static_cast<index_t>(narrow)>(in, out, sums, apply_update);
        }
    }
#endif
};

/// The sums that an op makes one by one, each handed to the body in front of which it stands.
template <class Body, class Op, class... Array>
struct sums_of {
    using T = typename Body::value_type;
    template <class In, class Update, class... Pointer>
    static ESPALIER_INLINE constexpr void run(In const& in, T* const* out, T* const* sums,
                                              Update const& apply_update, Pointer... operand) {
        auto total = Body::template start<T>();
        Op::template each_sum<Array...>(
            [&](position p) ESPALIER_INLINE_LAMBDA { return Body::template first_term<T>(in, p); },
            [&](position p, T sum) ESPALIER_INLINE_LAMBDA {
                Body::template run<T>(in, out, p, total, sum, apply_update);
            },
            operand...);
        Body::finish(sums, total);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
