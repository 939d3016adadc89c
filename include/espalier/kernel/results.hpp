// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>
#include <espalier/kernel/width.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// A product of at most so many multiplications is part of the straight line it stands in.
inline constexpr index_t part_of_line = 512;

/// Hands the results of a product with N columns to the body behind it.
template <class Body, index_t N, class Update>
struct results {
    using T = typename Body::value_type;
    T const* const* in;
    T* const* out;
    Update const& apply_update;
    index_t first_row;

    ESPALIER_INLINE position place(index_t m, index_t n) const {
        return {(first_row + m) * N + n, first_row + m, n};
    }
    /// A product or sum is done: what the sum starts at is in it, or is added here.
    template <class V, int Active>
    ESPALIER_INLINE void emit(index_t m, index_t n, V value) const {
        // of one element too what is selected is selected without a branch
        constexpr int width = width_of_functions<T, static_cast<index_t>(width_of<V>)>;
        if constexpr ((Body::calls_functions || is_scalar<V>) && width_of<V> < width) {
            emit<vec<T, width>, Active>(m, n, widened<width>(value));
        } else {
            auto none = Body::template start<V>();
            Body::template run<V, Active>(in, out, place(m, n), none, value, apply_update);
        }
    }
    /// Two registers of neighbours, as one where it pays.
    template <class V, int Active, class W, int More>
    ESPALIER_INLINE void emit_both(index_t m, index_t n, V value, W more) const {
        constexpr int width = width_of<V>;
        if constexpr (Body::calls_functions && Active == width && 2 * width <= full_width<T>) {
            emit<vec<T, 2 * width>, Active + More>(
                m, n, vec<T, 2 * width>::of_halves(value, widened<width>(more)));
        } else {
            emit<V, Active>(m, n, value);
            emit<W, More>(m, n + static_cast<index_t>(Active), more);
        }
    }
    /// A register that runs on over rows.
    template <int Active, class V>
    ESPALIER_INLINE void emit_run(index_t at, V value) const {
        auto none = Body::template start<V>();
        position const p{first_row * N + at, 0, 0};
        if constexpr (!Body::starts_at_zero)
            value = value + Body::template first_term<V, Active>(in, p);
        Body::template run<V, Active>(in, out, p, none, value, apply_update);
    }
    template <class V, int Active>
    ESPALIER_INLINE void emit_sum(index_t m, index_t n, V value) const {
        if constexpr (!Body::starts_at_zero)
            value = value + Body::template first_term<V, Active>(in, place(m, n));
        emit<V, Active>(m, n, value);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
