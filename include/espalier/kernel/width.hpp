// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/vec.hpp>

/// Registers made wider and narrower.
namespace espalier::inline ESPALIER_ABI::kernel {

/// The register in front of zeros.
template <int Wide, class T, int W>
ESPALIER_INLINE vec<T, Wide> widened(vec<T, W> x) {
    using V = vec<T, Wide>;
    using native [[maybe_unused]] = typename V::native;
    [[maybe_unused]] constexpr bool floats = std::is_same_v<T, float>;
    [[maybe_unused]] constexpr bool doubles = std::is_same_v<T, double>;
    if constexpr (W == Wide) {
        return x;
#if defined(__AVX512F__)
    } else if constexpr (floats && W == 4 && Wide == 16) {
        return V(native(_mm512_zextps128_ps512(x.v)));
    } else if constexpr (floats && W == 8 && Wide == 16) {
        return V(native(_mm512_zextps256_ps512(x.v)));
    } else if constexpr (doubles && W == 2 && Wide == 8) {
        return V(native(_mm512_zextpd128_pd512(x.v)));
    } else if constexpr (doubles && W == 4 && Wide == 8) {
        return V(native(_mm512_zextpd256_pd512(x.v)));
#endif
#if defined(__AVX__)
    } else if constexpr (floats && W == 4 && Wide == 8) {
        return V(native(_mm256_zextps128_ps256(x.v)));
    } else if constexpr (doubles && W == 2 && Wide == 4) {
        return V(native(_mm256_zextpd128_pd256(x.v)));
#endif
    } else {
        using doubled = vec<T, 2 * W>;
        return widened<Wide>(doubled::of_halves(x, vec<T, W>(T{})));
    }
}
template <int Wide, class T>
    requires std::is_arithmetic_v<T>
ESPALIER_INLINE vec<T, Wide> widened(T x) {
    return vec<T, Wide>(typename vec<T, Wide>::native{x});
}
/// The first elements of a register of one number, `one`. What g++ knows to be a broadcast it makes
/// by a second one.
template <class Narrow, class T, int W>
ESPALIER_INLINE Narrow front_of_broadcast(vec<T, W> const& all, T one) {
    [[maybe_unused]] constexpr bool floats = std::is_same_v<T, float>;
    (void)all;
    if constexpr (std::is_same_v<Narrow, T>) {
        return one;
#if defined(__AVX512F__) && !defined(__clang__)
    } else if constexpr (floats && W == 16 && Narrow::width == 8) {
        return Narrow(typename Narrow::native(_mm512_castps512_ps256(all.v)));
    } else if constexpr (floats && W == 16 && Narrow::width == 4) {
        return Narrow(typename Narrow::native(_mm512_castps512_ps128(all.v)));
    } else if constexpr (!floats && W == 8 && Narrow::width == 4) {
        return Narrow(typename Narrow::native(_mm512_castpd512_pd256(all.v)));
    } else if constexpr (!floats && W == 8 && Narrow::width == 2) {
        return Narrow(typename Narrow::native(_mm512_castpd512_pd128(all.v)));
#endif
#if defined(__AVX__) && !defined(__clang__)
    } else if constexpr (floats && W == 8 && Narrow::width == 4) {
        return Narrow(typename Narrow::native(_mm256_castps256_ps128(all.v)));
    } else if constexpr (!floats && W == 4 && Narrow::width == 2) {
        return Narrow(typename Narrow::native(_mm256_castpd256_pd128(all.v)));
#endif
    } else {
        return Narrow::broadcast(one);
    }
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
