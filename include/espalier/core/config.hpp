// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

namespace espalier {
/// The version of the library, by semantic versioning; CMake and the packages read it here.
inline constexpr char const* version = "0.1.0";
}  // namespace espalier

/// The only macros of the library. Everything lives in an inline namespace that names the
/// kernels, so that a translation unit with <espalier/core.hpp> (plain loops) and ones with
/// <espalier/espalier.hpp> (SIMD packs) for one processor or another link together without breaking
/// the one-definition rule. They agree on exceptions and on ESPALIER_ALIGNMENT.
#if !defined(ESPALIER_SIMD)
#define ESPALIER_SIMD 0
#endif

#if ESPALIER_SIMD && defined(__AVX512F__) && defined(__AVX512VL__)
#define ESPALIER_ABI simd512
#elif ESPALIER_SIMD && defined(__AVX512F__)
#define ESPALIER_ABI simd512f
#elif ESPALIER_SIMD && defined(__AVX2__) && defined(__FMA__)
#define ESPALIER_ABI simd256
#elif ESPALIER_SIMD && defined(__AVX2__)
#define ESPALIER_ABI simd256i
#elif ESPALIER_SIMD && defined(__AVX__)
#define ESPALIER_ABI simd256f
#elif ESPALIER_SIMD
#define ESPALIER_ABI simd128
#elif defined(__OPTIMIZE_SIZE__)
#define ESPALIER_ABI plain_small
#else
#define ESPALIER_ABI plain
#endif
/// Plain loops at -Os: loops that differ in their extents alone are one function.
#if !ESPALIER_SIMD && defined(__OPTIMIZE_SIZE__)
#define ESPALIER_SMALL 1
#else
#define ESPALIER_SMALL 0
#endif

/// Alignment of tensors in bytes: a cache line on a host, a word on a microcontroller.
#if !defined(ESPALIER_ALIGNMENT)
#if defined(__x86_64__) || defined(__aarch64__)
#define ESPALIER_ALIGNMENT 64
#else
#define ESPALIER_ALIGNMENT 4
#endif
#endif

/// Put on the small functions between a plan and its kernels: they must vanish.
#define ESPALIER_INLINE __attribute__((always_inline)) inline
/// The same for lambdas, behind their parameters.
#define ESPALIER_INLINE_LAMBDA __attribute__((always_inline))
