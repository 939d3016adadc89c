// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>
#include <type_traits>

#include <espalier/core/constant_math.hpp>

/// The elementary functions as ops use them: one name for scalars and packs, also in constant
/// expressions.
namespace espalier::inline ESPALIER_ABI::math {

template <class V>
concept scalar = std::is_arithmetic<V>::value;

/// c ? a : b, element by element.
template <class C, class V>
ESPALIER_INLINE constexpr V select(C const& c, V const& a, V const& b) {
    if constexpr (scalar<V>)
        return c ? a : b;
    else
        return V::select(c, a, b);
}
/// a where a > b, else b.
template <class V>
ESPALIER_INLINE constexpr V larger(V const& a, V const& b) {
    if constexpr (scalar<V>)
        return a > b ? a : b;
    else
        return V::larger(a, b);
}
/// a where a < b, else b.
template <class V>
ESPALIER_INLINE constexpr V smaller(V const& a, V const& b) {
    if constexpr (scalar<V>)
        return a < b ? a : b;
    else
        return V::smaller(a, b);
}
/// a b + c, in one rounding where the machine has it.
template <class V>
ESPALIER_INLINE constexpr V multiply_add(V const& a, V const& b, V const& c) {
    if constexpr (scalar<V>)
        return a * b + c;
    else
        return V::fma(a, b, c);
}
template <class V>
ESPALIER_INLINE constexpr V abs(V const& x) {
    if constexpr (scalar<V>)
        return x < 0 ? -x : x == 0 ? V(0) : x;
    else
        return V::abs(x);
}
template <class V>
ESPALIER_INLINE constexpr V exp(V const& x) {
    if constexpr (!scalar<V>)
        return V::exp(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::exp(static_cast<double>(x)));
    else
        return std::exp(x);
}
template <class V>
ESPALIER_INLINE constexpr V expm1(V const& x) {
    if constexpr (!scalar<V>)
        return V::expm1(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::expm1(static_cast<double>(x)));
    else
        return std::expm1(x);
}
template <class V>
ESPALIER_INLINE constexpr V log(V const& x) {
    if constexpr (!scalar<V>)
        return V::log(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::log(static_cast<double>(x)));
    else
        return std::log(x);
}
template <class V>
ESPALIER_INLINE constexpr V log1p(V const& x) {
    if constexpr (!scalar<V>)
        return V::log1p(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::log1p(static_cast<double>(x)));
    else
        return std::log1p(x);
}
template <class V>
ESPALIER_INLINE constexpr V sqrt(V const& x) {
    if constexpr (!scalar<V>)
        return V::sqrt(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::sqrt(static_cast<double>(x)));
    else
        return std::sqrt(x);
}
template <class V>
ESPALIER_INLINE constexpr V sin(V const& x) {
    if constexpr (!scalar<V>)
        return V::sin(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::sin(static_cast<double>(x)));
    else
        return std::sin(x);
}
template <class V>
ESPALIER_INLINE constexpr V cos(V const& x) {
    if constexpr (!scalar<V>)
        return V::cos(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::cos(static_cast<double>(x)));
    else
        return std::cos(x);
}
template <class V>
ESPALIER_INLINE constexpr V tan(V const& x) {
    if constexpr (!scalar<V>)
        return V::tan(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::tan(static_cast<double>(x)));
    else
        return std::tan(x);
}
template <class V>
ESPALIER_INLINE constexpr V asin(V const& x) {
    if constexpr (!scalar<V>)
        return V::asin(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::asin(static_cast<double>(x)));
    else
        return std::asin(x);
}
template <class V>
ESPALIER_INLINE constexpr V acos(V const& x) {
    if constexpr (!scalar<V>)
        return V::acos(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::acos(static_cast<double>(x)));
    else
        return std::acos(x);
}
template <class V>
ESPALIER_INLINE constexpr V atan(V const& x) {
    if constexpr (!scalar<V>)
        return V::atan(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::atan(static_cast<double>(x)));
    else
        return std::atan(x);
}
template <class V>
ESPALIER_INLINE constexpr V sinh(V const& x) {
    if constexpr (!scalar<V>)
        return V::sinh(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::sinh(static_cast<double>(x)));
    else
        return std::sinh(x);
}
template <class V>
ESPALIER_INLINE constexpr V cosh(V const& x) {
    if constexpr (!scalar<V>)
        return V::cosh(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::cosh(static_cast<double>(x)));
    else
        return std::cosh(x);
}
template <class V>
ESPALIER_INLINE constexpr V tanh(V const& x) {
    if constexpr (!scalar<V>)
        return V::tanh(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::tanh(static_cast<double>(x)));
    else
        return std::tanh(x);
}
template <class V>
ESPALIER_INLINE constexpr V erf(V const& x) {
    if constexpr (!scalar<V>)
        return V::erf(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::erf(static_cast<double>(x)));
    else
        return std::erf(x);
}
template <class V>
ESPALIER_INLINE constexpr V floor(V const& x) {
    if constexpr (!scalar<V>)
        return V::floor(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::floor(static_cast<double>(x)));
    else
        return std::floor(x);
}
/// The nearest integer, halves to even.
template <class V>
ESPALIER_INLINE constexpr V round(V const& x) {
    if constexpr (!scalar<V>)
        return V::round(x);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::round(static_cast<double>(x)));
    else
        return std::nearbyint(x);
}
template <class V>
ESPALIER_INLINE constexpr V pow(V const& a, V const& b) {
    if constexpr (!scalar<V>)
        return V::pow(a, b);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::pow(static_cast<double>(a), static_cast<double>(b)));
    else
        return std::pow(a, b);
}
template <class V>
ESPALIER_INLINE constexpr V atan2(V const& a, V const& b) {
    if constexpr (!scalar<V>)
        return V::atan2(a, b);
    else if (std::is_constant_evaluated())
        return static_cast<V>(constant_math::atan2(static_cast<double>(a), static_cast<double>(b)));
    else
        return std::atan2(a, b);
}
/// 1 / (1 + e^-x), without overflow.
template <class V>
ESPALIER_INLINE constexpr V sigmoid(V const& x) {
    V const small = exp(-abs(x));
    V const share = V(1) / (V(1) + small);
    return select(x < V(0), small * share, share);
}
/// log(1 + e^x), without overflow.
template <class V>
ESPALIER_INLINE constexpr V softplus(V const& x) {
    return select(x > V(0), x, V(0)) + log1p(exp(-abs(x)));
}

}  // namespace espalier::inline ESPALIER_ABI::math
