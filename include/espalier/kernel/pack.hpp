// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

#include <espalier/core/config.hpp>
#include <espalier/core/shape.hpp>

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
ESPALIER_INLINE constexpr V broadcast(scalar_of<V> value) {
    if constexpr (is_scalar<V>)
        return value;
    else
        return V::broadcast(value);
}
template <class V>
ESPALIER_INLINE constexpr V load(scalar_of<V> const* from) {
    if constexpr (is_scalar<V>)
        return *from;
    else
        return V::load(from);
}
template <class V>
ESPALIER_INLINE constexpr void keep(scalar_of<V>* to, V value) {
    if constexpr (is_scalar<V>)
        *to = value;
    else
        value.store(to);
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
