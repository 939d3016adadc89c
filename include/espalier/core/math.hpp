// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>
#include <type_traits>

#include <espalier/core/config.hpp>

/// The elementary functions as ops use them: one name for scalars and packs.
namespace espalier::inline ESPALIER_ABI::math {

template <class V>
concept scalar = std::is_arithmetic_v<V>;

/// c ? a : b, element by element.
template <class C, class V>
constexpr V select(C const& c, V const& a, V const& b) {
    if constexpr (scalar<V>)
        return c ? a : b;
    else
        return V::select(c, a, b);
}
template <class V> constexpr V exp(V const& x) { if constexpr (scalar<V>) return std::exp(x); else return V::exp(x); }
template <class V> constexpr V log(V const& x) { if constexpr (scalar<V>) return std::log(x); else return V::log(x); }
template <class V> constexpr V tanh(V const& x) { if constexpr (scalar<V>) return std::tanh(x); else return V::tanh(x); }
template <class V> constexpr V sqrt(V const& x) { if constexpr (scalar<V>) return std::sqrt(x); else return V::sqrt(x); }

}  // namespace espalier::inline ESPALIER_ABI::math
