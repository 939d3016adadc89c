// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#if defined(__AVX__)
// g++ 12 calls deliberately undefined registers of its own header uninitialized
#pragma GCC diagnostic push
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

#include <espalier/core/shape.hpp>
#include <espalier/kernel/per_element.hpp>

/// A SIMD register of W numbers, in the compilers' own vector type: any power of two, so that the
/// tail of a row has a register of its own. The elementary functions come from `vector_math`.
namespace espalier::inline ESPALIER_ABI::kernel {

/// The compilers' vector type; `unaligned` is the same at any address.
template <class T, int W>
struct compiler_vector {
    typedef T type __attribute__((vector_size(W * sizeof(T))));
    typedef T unaligned __attribute__((vector_size(W * sizeof(T)), aligned(alignof(T)), may_alias));
};

/// A mask of W elements: all bits of an element, or none.
template <class T, int W>
struct vec_mask {
    using bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    typename compiler_vector<bits, W>::type m;
};

template <class T, int W>
struct vec {
    using value_type = T;
    using mask = vec_mask<T, W>;
    using native = typename compiler_vector<T, W>::type;
    using unaligned = typename compiler_vector<T, W>::unaligned;
    static constexpr int width = W;

    native v;

    ESPALIER_INLINE vec() = default;
    ESPALIER_INLINE vec(native const& from) : v(from) {}
    ESPALIER_INLINE vec(T one) : v(one - native{}) {}

    static ESPALIER_INLINE vec broadcast(T one) { return vec(one); }
    static ESPALIER_INLINE vec load(T const* from) {
        vec r;  // clang at -O0 gives a copy by reference the alignment of what it is read from
        r.v = *reinterpret_cast<unaligned const*>(from);
        return r;
    }
    ESPALIER_INLINE void store(T* to) const { *reinterpret_cast<unaligned*>(to) = v; }

    /// The first `Active` elements; the others are zero and their memory is not touched.
    template <int Active>
    static ESPALIER_INLINE vec load_part(T const* from) {
        if constexpr (Active == W) {
            return load(from);
        } else if constexpr (Active == 1) {
            return vec(native{from[0]});
#if defined(__AVX512VL__)
        } else if constexpr (std::is_same_v<T, float> && W == 16) {
            return vec(native(_mm512_maskz_loadu_ps((1u << Active) - 1, from)));
        } else if constexpr (std::is_same_v<T, float> && W == 8) {
            return vec(native(_mm256_maskz_loadu_ps((1u << Active) - 1, from)));
        } else if constexpr (std::is_same_v<T, float> && W == 4) {
            return vec(native(_mm_maskz_loadu_ps((1u << Active) - 1, from)));
        } else if constexpr (std::is_same_v<T, double> && W == 8) {
            return vec(native(_mm512_maskz_loadu_pd((1u << Active) - 1, from)));
        } else if constexpr (std::is_same_v<T, double> && W == 4) {
            return vec(native(_mm256_maskz_loadu_pd((1u << Active) - 1, from)));
#endif
#if defined(__AVX2__) && !defined(__AVX512VL__)
        } else if constexpr (std::is_same_v<T, float> && W == 8 && Active > 5) {
            return vec(native(_mm256_maskload_ps(from, __m256i(active<Active>().m))));
        } else if constexpr (std::is_same_v<T, double> && W == 4 && Active == 3) {
            return vec(native(_mm256_maskload_pd(from, __m256i(active<Active>().m))));
#endif
        } else {
            // in halves, which stay in registers
            constexpr int half = W / 2, more = Active > half ? Active - half : 1;
            using narrow = vec<T, half>;
            narrow const low = narrow::template load_part<(Active < half ? Active : half)>(from);
            if constexpr (Active > half)
                return of_halves(low, narrow::template load_part<more>(from + half));
            else
                return of_halves(low, narrow(T{}));
        }
    }
    /// ... in one or two whole halves where that is all: processors forward those to later loads,
    /// and not what is stored by a mask.
    template <int Active>
    ESPALIER_INLINE void store_part(T* to) const {
        constexpr int half = W / 2;
        if constexpr (Active == W) {
            store(to);
        } else if constexpr (Active == 1) {
            *to = v[0];
        } else if constexpr (std::popcount(static_cast<unsigned>(Active)) <= 2) {
            low().template store_part<(Active < half ? Active : half)>(to);
            if constexpr (Active > half) high().template store_part<Active - half>(to + half);
#if defined(__AVX512VL__)
        } else if constexpr (std::is_same_v<T, float> && W == 16) {
            _mm512_mask_storeu_ps(to, (1u << Active) - 1, v);
        } else if constexpr (std::is_same_v<T, float> && W == 8) {
            _mm256_mask_storeu_ps(to, (1u << Active) - 1, v);
        } else if constexpr (std::is_same_v<T, double> && W == 8) {
            _mm512_mask_storeu_pd(to, (1u << Active) - 1, v);
#endif
        } else {
            std::memcpy(to, &v, Active * sizeof(T));
        }
    }
    template <int Active>
    static ESPALIER_INLINE mask active() {
        return []<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            return mask{decltype(mask::m){(I < Active ? -1 : 0)...}};
        }(std::make_integer_sequence<int, W>{});
    }
    /// The first `Active` elements of `a`, the others of `b`.
    template <int Active>
    static ESPALIER_INLINE vec first(vec a, vec b) {
        if constexpr (Active == W)
            return a;
        else
            return [&]<int... I>(std::integer_sequence<int, I...>) {
                return vec(__builtin_shufflevector(a.v, b.v, (I < Active ? I : I + W)...));
            }(std::make_integer_sequence<int, W>{});
    }

    static ESPALIER_INLINE vec of_halves(vec<T, W / 2> low, vec<T, W / 2> high)
        requires(W > 2)
    {
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return vec(__builtin_shufflevector(low.v, high.v, I...));
        }(std::make_integer_sequence<int, W>{});
    }
    ESPALIER_INLINE vec<T, W / 2> low() const
        requires(W > 2)
    {
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return vec<T, W / 2>(__builtin_shufflevector(v, v, I...));
        }(std::make_integer_sequence<int, W / 2>{});
    }
    ESPALIER_INLINE vec<T, W / 2> high() const
        requires(W > 2)
    {
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return vec<T, W / 2>(__builtin_shufflevector(v, v, (I + W / 2)...));
        }(std::make_integer_sequence<int, W / 2>{});
    }

    friend ESPALIER_INLINE vec operator+(vec a, vec b) { return vec(a.v + b.v); }
    friend ESPALIER_INLINE vec operator-(vec a, vec b) { return vec(a.v - b.v); }
    friend ESPALIER_INLINE vec operator*(vec a, vec b) { return vec(a.v * b.v); }
    friend ESPALIER_INLINE vec operator/(vec a, vec b) { return vec(a.v / b.v); }
    friend ESPALIER_INLINE vec operator-(vec a) { return vec(-a.v); }
    ESPALIER_INLINE vec& operator+=(vec b) { return v += b.v, *this; }
    ESPALIER_INLINE vec& operator*=(vec b) { return v *= b.v, *this; }
    friend ESPALIER_INLINE mask operator<(vec a, vec b) { return {a.v < b.v}; }
    friend ESPALIER_INLINE mask operator<=(vec a, vec b) { return {a.v <= b.v}; }
    friend ESPALIER_INLINE mask operator>(vec a, vec b) { return {a.v > b.v}; }
    friend ESPALIER_INLINE mask operator>=(vec a, vec b) { return {a.v >= b.v}; }
    friend ESPALIER_INLINE mask operator==(vec a, vec b) { return {a.v == b.v}; }
    friend ESPALIER_INLINE mask operator!=(vec a, vec b) { return {a.v != b.v}; }

    static ESPALIER_INLINE vec select(mask c, vec a, vec b) { return vec(c.m ? a.v : b.v); }
    /// a where a > b, else b: what processors have as their maximum.
    static ESPALIER_INLINE vec larger(vec a, vec b) {
#if defined(__AVX512F__)
        if constexpr (std::is_same_v<T, float> && W == 16)
            return vec(native(_mm512_maskz_max_ps(0xffff, a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 8)
            return vec(native(_mm512_maskz_max_pd(0xff, a.v, b.v)));
#endif
#if defined(__AVX__)
        if constexpr (std::is_same_v<T, float> && W == 8)
            return vec(native(_mm256_max_ps(a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 4)
            return vec(native(_mm256_max_pd(a.v, b.v)));
        if constexpr (std::is_same_v<T, float> && W == 4) return vec(native(_mm_max_ps(a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 2) return vec(native(_mm_max_pd(a.v, b.v)));
#endif
        return select(a > b, a, b);
    }
    /// a where a < b, else b.
    static ESPALIER_INLINE vec smaller(vec a, vec b) {
#if defined(__AVX512F__)
        if constexpr (std::is_same_v<T, float> && W == 16)
            return vec(native(_mm512_maskz_min_ps(0xffff, a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 8)
            return vec(native(_mm512_maskz_min_pd(0xff, a.v, b.v)));
#endif
#if defined(__AVX__)
        if constexpr (std::is_same_v<T, float> && W == 8)
            return vec(native(_mm256_min_ps(a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 4)
            return vec(native(_mm256_min_pd(a.v, b.v)));
        if constexpr (std::is_same_v<T, float> && W == 4) return vec(native(_mm_min_ps(a.v, b.v)));
        if constexpr (std::is_same_v<T, double> && W == 2) return vec(native(_mm_min_pd(a.v, b.v)));
#endif
        return select(a < b, a, b);
    }
    /// a b + c, in one rounding where the machine has it. g++ is told so: where c is a product too,
    /// it may join that one, and a product of a momentum that fades away alone is a slow denormal.
    static ESPALIER_INLINE vec fma(vec a, vec b, vec c) {
#if defined(__FMA__) && !defined(__clang__)
        constexpr bool floats = std::is_same_v<T, float>;
        if constexpr (floats && W == 4) return vec(native(_mm_fmadd_ps(a.v, b.v, c.v)));
        if constexpr (floats && W == 8) return vec(native(_mm256_fmadd_ps(a.v, b.v, c.v)));
        if constexpr (!floats && W == 2) return vec(native(_mm_fmadd_pd(a.v, b.v, c.v)));
        if constexpr (!floats && W == 4) return vec(native(_mm256_fmadd_pd(a.v, b.v, c.v)));
#if defined(__AVX512F__)
        if constexpr (floats && W == 16) return vec(native(_mm512_fmadd_ps(a.v, b.v, c.v)));
        if constexpr (!floats && W == 8) return vec(native(_mm512_fmadd_pd(a.v, b.v, c.v)));
#endif
#endif
        return vec(a.v * b.v + c.v);
    }

    static ESPALIER_INLINE vec abs(vec x) {
        using bits = decltype(mask::m);
        return vec(
            std::bit_cast<native>(std::bit_cast<bits>(x.v) & ~std::bit_cast<bits>(-native{})));
    }
    static ESPALIER_INLINE vec exp(vec x) { return vector_math<T, W>::exp(x); }
    static ESPALIER_INLINE vec expm1(vec x) { return vector_math<T, W>::expm1(x); }
    static ESPALIER_INLINE vec log(vec x) { return vector_math<T, W>::log(x); }
    static ESPALIER_INLINE vec log1p(vec x) { return vector_math<T, W>::log1p(x); }
    static ESPALIER_INLINE vec sqrt(vec x) { return vector_math<T, W>::sqrt(x); }
    static ESPALIER_INLINE vec sin(vec x) { return vector_math<T, W>::sin(x); }
    static ESPALIER_INLINE vec cos(vec x) { return vector_math<T, W>::cos(x); }
    static ESPALIER_INLINE vec tan(vec x) { return vector_math<T, W>::tan(x); }
    static ESPALIER_INLINE vec asin(vec x) { return vector_math<T, W>::asin(x); }
    static ESPALIER_INLINE vec acos(vec x) { return vector_math<T, W>::acos(x); }
    static ESPALIER_INLINE vec atan(vec x) { return vector_math<T, W>::atan(x); }
    static ESPALIER_INLINE vec sinh(vec x) { return vector_math<T, W>::sinh(x); }
    static ESPALIER_INLINE vec cosh(vec x) { return vector_math<T, W>::cosh(x); }
    static ESPALIER_INLINE vec tanh(vec x) { return vector_math<T, W>::tanh(x); }
    static ESPALIER_INLINE vec erf(vec x) { return vector_math<T, W>::erf(x); }
    static ESPALIER_INLINE vec floor(vec x) { return vector_math<T, W>::floor(x); }
    static ESPALIER_INLINE vec round(vec x) { return vector_math<T, W>::round(x); }
    static ESPALIER_INLINE vec pow(vec a, vec b) { return vector_math<T, W>::pow(a, b); }
    static ESPALIER_INLINE vec atan2(vec a, vec b) { return vector_math<T, W>::atan2(a, b); }
};

#if defined(__AVX512F__)
inline constexpr int register_bytes = 64, register_count = 32;
#elif defined(__AVX__)
inline constexpr int register_bytes = 32, register_count = 16;
#elif defined(__aarch64__)
inline constexpr int register_bytes = 16, register_count = 32;
#else
inline constexpr int register_bytes = 16, register_count = 16;
#endif

template <class T>
inline constexpr int full_width = register_bytes / static_cast<int>(sizeof(T));

/// The narrowest register that holds n elements; a scalar for one.
template <class T, index_t N>
inline constexpr int width_for = [] {
    int w = 1;
    while (w < static_cast<int>(N) && w < full_width<T>) w *= 2;
    return w;
}();
/// The widest register that n elements fill.
template <class T, index_t N>
inline constexpr int width_within = [] {
    int w = 1;
    while (2 * w <= static_cast<int>(N) && w < full_width<T>) w *= 2;
    return w;
}();
/// The narrowest register that holds n elements and has elementary functions of its own.
template <class T, index_t N>
inline constexpr int width_of_functions = width_for<T, (N * sizeof(T) < 16 ? 16 / sizeof(T) : N)>;
template <class T, int W>
using vec_or_scalar =
    typename std::conditional_t<W == 1, std::type_identity<T>, std::type_identity<vec<T, W>>>::type;

}  // namespace espalier::inline ESPALIER_ABI::kernel
