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

namespace detail {
template <std::size_t... Size>
consteval auto join(fixed_string<Size> const&... part) {
    fixed_string<(Size + ... + 1) - sizeof...(Size)> whole;
    char* to = whole.text;
    auto const append = [&to](std::string_view text) {
        for (char c : text) *to++ = c;
    };
    (append(part.view()), ...);
    *to = 0;  // written, so that clang prints the name as text
    return whole;
}
}  // namespace detail

/// The name that its parts make: `join("fc1", ".weight")` is "fc1.weight".
template <class... Part>
    requires(sizeof...(Part) > 0)
consteval auto join(Part const&... part) {
    return detail::join(fixed_string(part)...);
}
/// A number as a part of a name: `join("layers.", digits<3>, ".norm")` is "layers.3.norm".
template <std::size_t N>
inline constexpr auto digits = [] {
    constexpr std::size_t count = [] {
        std::size_t places = 1;
        for (std::size_t n = N; n /= 10;) ++places;
        return places;
    }();
    fixed_string<count + 1> text;
    std::size_t n = N;
    text.text[count] = 0;  // written, so that clang prints the name as text
    for (std::size_t i = count; i-- > 0; n /= 10) text.text[i] = static_cast<char>('0' + n % 10);
    return text;
}();

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

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

/// Types that print alike stand in line: the N-th is the first whose place nobody has claimed yet.
template <key Printed, int N>
struct place_in_line {
    friend constexpr auto is_claimed(place_in_line);
};
template <class T, key Printed, int N>
struct claim {
    friend constexpr auto is_claimed(place_in_line<Printed, N>) { return true; }
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <class T, key Printed, int N = 0>
consteval key key_in_line() {
    if constexpr (requires(place_in_line<Printed, N> place) { is_claimed(place); })
        return key_in_line<T, Printed, N + 1>();
    else
        return sizeof(claim<T, Printed, N>) > 0 && N > 0 ? mix(Printed, N) : Printed;
}

/// Whether a type prints differently from any other, in whichever file. Lambdas of one signature
/// (g++) or of one template (clang) and what stands in unnamed namespaces may print alike.
consteval bool prints_uniquely(char const* name) {
#if defined(__clang__)
    for (char const* at = name; (at = __builtin_strchr(at, '(')) != nullptr; ++at)
        for (char const* kind : {"lambda at", "anonymous ", "unnamed "})
            if (std::string_view(at + 1).starts_with(kind)) return false;
    return true;
#else
    return !__builtin_strstr(name, "<lambda(") && !__builtin_strstr(name, "{anonymous}") &&
           !__builtin_strstr(name, "<unnamed");
#endif
}

struct type_identity {
    key id;
    bool unique_name;
};
template <class T>
consteval type_identity identify() {
    constexpr key printed = hash(std::string_view(__PRETTY_FUNCTION__));
    if constexpr (prints_uniquely(__PRETTY_FUNCTION__))
        return {printed, true};
    else
        return {key_in_line<T, printed>(), false};
}
template <class T>
inline constexpr type_identity type_identity_of = identify<T>();
/// The key of a type: equal exactly for equal types.
template <class T>
inline constexpr key key_of = type_identity_of<T>.id;

template <auto...>
inline constexpr bool never = false;
template <class...>
inline constexpr bool never_type = false;

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
