// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/width.hpp>

/// The elements of registers combined.
namespace espalier::inline ESPALIER_ABI::kernel {

struct plus {
    template <class V>
    static ESPALIER_INLINE V combine(V x, V y) {
        return x + y;
    }
};
/// The register folded in halves down to so many elements.
template <class Combine, int Least = 4, class T, int W>
ESPALIER_INLINE auto folded(vec<T, W> x) {
    if constexpr (W > Least)
        return folded<Combine, Least>(Combine::combine(x.low(), x.high()));
    else
        return x;
}
/// All elements combined into one.
template <class Combine, class T, int W>
ESPALIER_INLINE T combined(vec<T, W> x) {
    if constexpr (W > 2) {
        return combined<Combine>(Combine::combine(x.low(), x.high()));
    } else {
        return Combine::combine(T(x.v[0]), T(x.v[1]));
    }
}

/// Elements of 16 bytes, within which shuffles cost least.
template <class T>
inline constexpr int lane_of = 16 / static_cast<int>(sizeof(T));

/// Element i of two registers of W elements dealt out lane by lane, `Run` at a time.
template <class T, int W, int Run>
constexpr int dealt(int i) {
    int const j = i % lane_of<T>;
    return i - j + j / (2 * Run) * Run + j % Run + j / Run % 2 * W;
}
/// In each lane, sums of `Run` elements of a, as many of b, and so on: half as many terms.
template <int Run, class T, int W>
ESPALIER_INLINE vec<T, W> interleaved_sums(vec<T, W> a, vec<T, W> b) {
    return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
        return vec<T, W>(__builtin_shufflevector(a.v, b.v, dealt<T, W, Run>(I)...)) +
               vec<T, W>(
                   __builtin_shufflevector(a.v, b.v, (dealt<T, W, Run>(I) + lane_of<T> / 2)...));
    }(std::make_integer_sequence<int, W>{});
}
/// The sums of the elements of two registers of a lane or more, ...
template <class T, int W>
ESPALIER_INLINE vec<T, 2> sums_of_two(vec<T, W> a, vec<T, W> b) {
    return folded<plus, 2>(interleaved_sums<1>(a, b));
}
/// ... and of four.
template <class T, int W>
ESPALIER_INLINE vec<T, 4> sums_of_four(vec<T, W> a, vec<T, W> b, vec<T, W> c, vec<T, W> d) {
    auto const ab = interleaved_sums<1>(a, b), cd = interleaved_sums<1>(c, d);
    if constexpr (lane_of<T> == 4) {
        return folded<plus>(interleaved_sums<2>(ab, cd));
    } else if constexpr (W == 2) {
        return vec<T, 4>::of_halves(ab, cd);
    } else {
        auto const x = folded<plus>(ab), y = folded<plus>(cd);
        return vec<T, 4>::of_halves(x.low(), y.low()) + vec<T, 4>::of_halves(x.high(), y.high());
    }
}

}  // namespace espalier::inline ESPALIER_ABI::kernel
