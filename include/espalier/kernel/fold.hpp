// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/vec.hpp>

/// The elements of registers combined.
namespace espalier::inline ESPALIER_ABI::kernel {

/// The sums of the elements of four registers, in order.
template <class T>
ESPALIER_INLINE vec<T, 4> sums_of_four(vec<T, 4> a, vec<T, 4> b, vec<T, 4> c, vec<T, 4> d) {
    using V = vec<T, 4>;
    V const ab = V(__builtin_shufflevector(a.v, b.v, 0, 4, 1, 5)) +
                 V(__builtin_shufflevector(a.v, b.v, 2, 6, 3, 7));
    V const cd = V(__builtin_shufflevector(c.v, d.v, 0, 4, 1, 5)) +
                 V(__builtin_shufflevector(c.v, d.v, 2, 6, 3, 7));
    return V(__builtin_shufflevector(ab.v, cd.v, 0, 1, 4, 5)) +
           V(__builtin_shufflevector(ab.v, cd.v, 2, 3, 6, 7));
}
/// The register folded in halves down to four elements.
template <class Combine, class T, int W>
ESPALIER_INLINE auto folded(vec<T, W> x) {
    if constexpr (W > 4)
        return folded<Combine>(Combine::combine(x.low(), x.high()));
    else
        return x;
}
/// All elements combined into one.
template <class Combine, class T, int W>
ESPALIER_INLINE T combined(vec<T, W> x) {
    if constexpr (W > 2) {
        return combined<Combine>(Combine::combine(x.low(), x.high()));
    } else {
        return Combine::combine(T(x.v[0]), T(x.v[1]));
    }
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
