// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <xsimd/xsimd.hpp>

#include <espalier/kernel/power.hpp>

/// Elementary functions of whole registers: from xsimd, but for those of kernel/elementary.hpp,
/// which xsimd 8.1 lacks (erf) or flushes or overflows early at the edges (exp, expm1, log, log1p).
namespace espalier::inline ESPALIER_ABI::kernel {

template <class T, int W>
concept has_xsimd_batch = requires { typename xsimd::make_sized_batch_t<T, W>::register_type; };

template <class T, int W>
struct own_functions : per_element<T, W> {
    using V = vec<T, W>;
    static ESPALIER_INLINE V exp(V x) { return elementary<T, W>::exp(x); }
    static V expm1(V x) { return elementary<T, W>::expm1(x); }
    static V tanh(V x) { return elementary<T, W>::tanh(x); }
    static V log(V x) { return elementary<T, W>::log(x); }
    static V log1p(V x) { return elementary<T, W>::log1p(x); }
    static V erf(V x) { return elementary<T, W>::erf(x); }
    static V pow(V a, V b) { return power<T, W>::pow(a, b); }
    static V atan2(V y, V x) { return elementary<T, W>::atan2(y, x); }
};

template <class T, int W>
    requires has_xsimd_batch<T, W>
struct vector_math<T, W> : own_functions<T, W> {
    using V = vec<T, W>;
    using batch = xsimd::make_sized_batch_t<T, W>;
    static ESPALIER_INLINE batch in(V x) { return batch(typename batch::register_type(x.v)); }
    static ESPALIER_INLINE V out(batch x) {
        return V(typename V::native(typename batch::register_type(x)));
    }

    static ESPALIER_INLINE V sqrt(V x) { return out(xsimd::sqrt(in(x))); }
    static V sin(V x) { return out(xsimd::sin(in(x))); }
    static V cos(V x) { return out(xsimd::cos(in(x))); }
    static V tan(V x) { return out(xsimd::tan(in(x))); }
    static V asin(V x) { return out(xsimd::asin(in(x))); }
    static V acos(V x) { return out(xsimd::acos(in(x))); }
    static V atan(V x) { return out(xsimd::atan(in(x))); }
    static V sinh(V x) { return out(xsimd::sinh(in(x))); }
    static V cosh(V x) { return out(xsimd::cosh(in(x))); }
    static ESPALIER_INLINE V floor(V x) { return out(xsimd::floor(in(x))); }
    static ESPALIER_INLINE V round(V x) { return out(xsimd::nearbyint(in(x))); }
};

/// Half of a register that xsimd has.
template <class T, int W>
    requires(!has_xsimd_batch<T, W> && has_xsimd_batch<T, 2 * W>)
struct vector_math<T, W> : own_functions<T, W> {
    using V = vec<T, W>;
    using wide = vector_math<T, 2 * W>;
    static ESPALIER_INLINE vec<T, 2 * W> in(V x) {
        return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            return vec<T, 2 * W>(__builtin_shufflevector(x.v, x.v, (I % W)...));
        }(std::make_integer_sequence<int, 2 * W>{});
    }
    static V sqrt(V x) { return wide::sqrt(in(x)).low(); }
    static V sin(V x) { return wide::sin(in(x)).low(); }
    static V cos(V x) { return wide::cos(in(x)).low(); }
    static V tan(V x) { return wide::tan(in(x)).low(); }
    static V asin(V x) { return wide::asin(in(x)).low(); }
    static V acos(V x) { return wide::acos(in(x)).low(); }
    static V atan(V x) { return wide::atan(in(x)).low(); }
    static V sinh(V x) { return wide::sinh(in(x)).low(); }
    static V cosh(V x) { return wide::cosh(in(x)).low(); }
    static V floor(V x) { return wide::floor(in(x)).low(); }
    static V round(V x) { return wide::round(in(x)).low(); }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
