// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <espalier/core/config.hpp>

namespace espalier::inline ESPALIER_ABI {

/// A string that can be a template argument: `input<"x", shape<3>>`.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    consteval fixed_string() = default;
    consteval fixed_string(char const (&source)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = source[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
    constexpr operator std::string_view() const { return view(); }
    static constexpr std::size_t size() { return N - 1; }
    friend constexpr bool operator==(fixed_string const&, fixed_string const&) = default;
};

/// `join("fc1", ".weight")` is the name "fc1.weight".
template <std::size_t A, std::size_t B>
consteval auto join(fixed_string<A> a, fixed_string<B> b) {
    fixed_string<A + B - 1> whole;
    for (std::size_t i = 0; i + 1 < A; ++i) whole.text[i] = a.text[i];
    for (std::size_t i = 0; i < B; ++i) whole.text[A - 1 + i] = b.text[i];
    return whole;
}
template <std::size_t A, std::size_t B>
consteval auto join(fixed_string<A> a, char const (&b)[B]) {
    return join(a, fixed_string<B>(b));
}

/// Identity as an integer: names and types are compared by 64-bit keys, never by address.
using key = std::uint64_t;

namespace detail {

/// FNV-1a, continued from `seed`, so that a key of a joined name needs no joined string.
constexpr key hash(std::string_view text, key seed = 0xcbf29ce484222325u) {
    for (char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return seed;
}
constexpr key mix(key seed, key value) {
    seed ^= value + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2);
    return seed * 0xff51afd7ed558ccdu;
}

template <class T>
consteval key hash_of_type() {
    return hash(std::string_view(__PRETTY_FUNCTION__));
}
/// The key of a type: equal exactly for equal types.
template <class T>
inline constexpr key key_of = hash_of_type<T>();

template <auto...>
inline constexpr bool never = false;
template <class...>
inline constexpr bool never_type = false;

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
