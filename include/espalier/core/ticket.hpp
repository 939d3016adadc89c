// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <type_traits>

#include <espalier/core/name.hpp>

/// A short name for a long type. The functions of a plan would otherwise carry the whole program in
/// their symbols, and compilers take time quadratic in its length to write each of them.
namespace espalier::inline ESPALIER_ABI::detail {

template <class T>
struct held_type {
    using type = T;
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

/// Stands for the type that was issued under the key K, a hash of what it says.
template <key K>
struct ticket {
    friend constexpr auto redeem(ticket<K>);
};
template <class T, key K>
struct issue {
    friend constexpr auto redeem(ticket<K>) { return held_type<T>{}; }
    using type = ticket<K>;
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// A type without a name of its own is its own ticket: in another file another type may have its
/// key, and a linker would take the functions of both for one.
template <class T>
constexpr auto redeem(held_type<T>) {
    return held_type<T>{};
}
template <class T>
struct unissued {
    using type = held_type<T>;
};

/// The ticket of a type, under a key that must determine the type. `UniqueName`: of all types that
/// it is made of.
template <class T, key K, bool UniqueName = true>
using ticket_for = typename std::conditional_t<UniqueName, issue<T, K>, unissued<T>>::type;
template <class Ticket>
using redeemed = typename decltype(redeem(Ticket{}))::type;

}  // namespace espalier::inline ESPALIER_ABI::detail
