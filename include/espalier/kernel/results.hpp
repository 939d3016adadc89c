// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

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
        auto none = Body::template start<V>();
        Body::template run<V, Active>(in, out, place(m, n), none, value, apply_update);
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
