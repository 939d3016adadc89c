// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/shape.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// out(o, i) = combine over n of in(o, n, i), for Outer x N x Inner elements.
template <class T, class Combine, index_t Outer, index_t N, index_t Inner>
struct reduction {
    static constexpr void run(T const* in, T* out) {
        for (index_t o = 0; o < Outer; ++o)
            for (index_t i = 0; i < Inner; ++i) {
                T total = static_cast<T>(Combine::identity);
                for (index_t n = 0; n < N; ++n)
                    total = Combine::combine(total, in[(o * N + n) * Inner + i]);
                out[o * Inner + i] = total;
            }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
