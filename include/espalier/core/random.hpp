// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>

#include <espalier/core/math.hpp>
#include <espalier/core/name.hpp>

/// Random numbers by position: the i-th number of a stream is a hash of seed, stream and i, so that
/// draws do not depend on the order in which parameters are visited, nor on the platform.
namespace espalier::inline ESPALIER_ABI {

/// SplitMix64's output function (Steele, Lea and Flood 2014) on a counter.
constexpr std::uint64_t random_bits(std::uint64_t seed, key stream, std::uint64_t i) {
    std::uint64_t z =
        detail::mix(seed + 0x632be59bd9b4e019u, stream) + (i + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/// Uniform in [0, 1), on the 2^24 (float) or 2^53 (double) multiples of one ulp of 1/2.
template <class T>
constexpr T random_uniform(std::uint64_t seed, key stream, std::uint64_t i) {
    std::uint64_t const bits = random_bits(seed, stream, i);
    if constexpr (sizeof(T) == 4)
        return static_cast<T>(static_cast<std::uint32_t>(bits >> 40)) * static_cast<T>(0x1p-24f);
    else
        return static_cast<T>(bits >> 11) * static_cast<T>(0x1p-53);
}

/// Normal with mean 0 and variance 1 (Box and Muller 1958).
template <class T>
constexpr T random_normal(std::uint64_t seed, key stream, std::uint64_t i) {
    T const radius = math::sqrt(T(-2) * math::log(T(1) - random_uniform<T>(seed, stream, 2 * i)));
    return radius * math::cos(static_cast<T>(6.28318530717958647692) *
                              random_uniform<T>(seed, stream, 2 * i + 1));
}

}  // namespace espalier::inline ESPALIER_ABI
