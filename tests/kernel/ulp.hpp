// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>
#include <limits>

namespace {

/// How many numbers a sweep of so many takes. QEMU's user mode computes the exact results, which are
/// long double, in software: there every eighth (tests/CMakeLists.txt). Special values are all tried.
#ifdef ESPALIER_EMULATED
constexpr int swept(int count) { return count / 8; }
#else
constexpr int swept(int count) { return count; }
#endif

/// Units in the last place between a result and the exact one; at zero, infinity and NaN they are
/// the same, with their sign.
template <class T>
long double distance(T got, long double exact) {
    if (std::isnan(exact)) return std::isnan(got) ? 0 : 1e9L;
    T const want = static_cast<T>(exact);
    if (std::isinf(want) || std::isinf(got) || want == 0)
        return got == want && std::signbit(got) == std::signbit(want) ? 0 : 1e9L;
    T const size = std::abs(want), infinity = std::numeric_limits<T>::infinity();
    T const unit = size < std::numeric_limits<T>::min() ? std::numeric_limits<T>::denorm_min()
                                                        : std::nextafter(size, infinity) - size;
    return std::abs(static_cast<long double>(got) - exact) / static_cast<long double>(unit);
}

}  // namespace
