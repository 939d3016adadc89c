// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

#include <espalier/core/config.hpp>
#include <espalier/core/shape.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/fold.hpp>
#endif

/// What kernels know of a value type: a scalar, or a pack of scalars.
namespace espalier::inline ESPALIER_ABI::kernel {

template <class V>
inline constexpr bool is_scalar = std::is_arithmetic_v<V>;

template <class V>
struct scalar_type {
    using type = typename V::value_type;
};
template <class V>
    requires is_scalar<V>
struct scalar_type<V> {
    using type = V;
};
template <class V>
using scalar_of = typename scalar_type<V>::type;

template <class V>
inline constexpr int width_of = [] {
    if constexpr (is_scalar<V>)
        return 1;
    else
        return V::width;
}();

template <class V>
ESPALIER_INLINE constexpr V broadcast(scalar_of<V> value) {
    if constexpr (is_scalar<V>)
        return value;
    else
        return V::broadcast(value);
}
/// Reads the first `Active` elements of a pack; no memory beyond them is touched.
template <class V, int Active = width_of<V>>
ESPALIER_INLINE constexpr V load(scalar_of<V> const* from) {
    if constexpr (is_scalar<V>)
        return *from;
    else
        return V::template load_part<Active>(from);
}
template <class V, int Active = width_of<V>>
ESPALIER_INLINE constexpr void keep(scalar_of<V>* to, V value) {
    if constexpr (is_scalar<V>)
        *to = value;
    else
        value.template store_part<Active>(to);
}
/// a b + c, in one rounding where the machine has it.
template <class V>
ESPALIER_INLINE constexpr V multiply_add(V a, V b, V c) {
    if constexpr (is_scalar<V>)
        return a * b + c;
    else
        return V::fma(a, b, c);
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
