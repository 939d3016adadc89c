// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <xsimd/xsimd.hpp>

#include <espalier/kernel/vec.hpp>

/// Elementary functions of whole registers from xsimd.
namespace espalier::inline ESPALIER_ABI::kernel {

template <class T, int W>
concept has_xsimd_batch = requires { typename xsimd::make_sized_batch_t<T, W>::register_type; };

template <class T, int W>
    requires has_xsimd_batch<T, W>
struct vector_math<T, W> : per_element<T, W> {
    using V = vec<T, W>;
    using batch = xsimd::make_sized_batch_t<T, W>;
    static ESPALIER_INLINE batch in(V x) { return batch(typename batch::register_type(x.v)); }
    static ESPALIER_INLINE V out(batch x) {
        return V(typename V::native(typename batch::register_type(x)));
    }

    static V exp(V x) { return out(xsimd::exp(in(x))); }
    static V expm1(V x) { return out(xsimd::expm1(in(x))); }
    static V log(V x) { return out(xsimd::log(in(x))); }
    static V log1p(V x) { return out(xsimd::log1p(in(x))); }
    static ESPALIER_INLINE V sqrt(V x) { return out(xsimd::sqrt(in(x))); }
    static V sin(V x) { return out(xsimd::sin(in(x))); }
    static V cos(V x) { return out(xsimd::cos(in(x))); }
    static V tan(V x) { return out(xsimd::tan(in(x))); }
    static V asin(V x) { return out(xsimd::asin(in(x))); }
    static V acos(V x) { return out(xsimd::acos(in(x))); }
    static V atan(V x) { return out(xsimd::atan(in(x))); }
    static V sinh(V x) { return out(xsimd::sinh(in(x))); }
    static V cosh(V x) { return out(xsimd::cosh(in(x))); }
    static V tanh(V x) { return out(xsimd::tanh(in(x))); }
    static ESPALIER_INLINE V floor(V x) { return out(xsimd::floor(in(x))); }
    static ESPALIER_INLINE V round(V x) { return out(xsimd::nearbyint(in(x))); }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
