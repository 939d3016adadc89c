// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

template <class T, int W>
struct vec;

/// The elementary functions of a register, one element at a time.
template <class T, int W>
struct per_element {
    using V = vec<T, W>;
    template <class F>
    static ESPALIER_INLINE V each(F const& f) {
        V r;
        for (int i = 0; i < W; ++i) r.v[i] = f(i);
        return r;
    }
    static V exp(V x) {
        return each([&](int i) { return math::exp(T(x.v[i])); });
    }
    static V expm1(V x) {
        return each([&](int i) { return math::expm1(T(x.v[i])); });
    }
    static V log(V x) {
        return each([&](int i) { return math::log(T(x.v[i])); });
    }
    static V log1p(V x) {
        return each([&](int i) { return math::log1p(T(x.v[i])); });
    }
    static V sqrt(V x) {
        return each([&](int i) { return math::sqrt(T(x.v[i])); });
    }
    static V sin(V x) {
        return each([&](int i) { return math::sin(T(x.v[i])); });
    }
    static V cos(V x) {
        return each([&](int i) { return math::cos(T(x.v[i])); });
    }
    static V tan(V x) {
        return each([&](int i) { return math::tan(T(x.v[i])); });
    }
    static V asin(V x) {
        return each([&](int i) { return math::asin(T(x.v[i])); });
    }
    static V acos(V x) {
        return each([&](int i) { return math::acos(T(x.v[i])); });
    }
    static V atan(V x) {
        return each([&](int i) { return math::atan(T(x.v[i])); });
    }
    static V sinh(V x) {
        return each([&](int i) { return math::sinh(T(x.v[i])); });
    }
    static V cosh(V x) {
        return each([&](int i) { return math::cosh(T(x.v[i])); });
    }
    static V tanh(V x) {
        return each([&](int i) { return math::tanh(T(x.v[i])); });
    }
    static V erf(V x) {
        return each([&](int i) { return math::erf(T(x.v[i])); });
    }
    static V floor(V x) {
        return each([&](int i) { return math::floor(T(x.v[i])); });
    }
    static V round(V x) {
        return each([&](int i) { return math::round(T(x.v[i])); });
    }
    static V pow(V a, V b) {
        return each([&](int i) { return math::pow(T(a.v[i]), T(b.v[i])); });
    }
    static V atan2(V a, V b) {
        return each([&](int i) { return math::atan2(T(a.v[i]), T(b.v[i])); });
    }
};
/// ... unless an adapter knows better.
template <class T, int W>
struct vector_math : per_element<T, W> {};

}  // namespace espalier::inline ESPALIER_ABI::kernel
