// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <espalier/core/leaf.hpp>
#include <espalier/core/name.hpp>

/// Lists of types, indexed and made unique by constexpr data instead of recursion.
namespace espalier::inline ESPALIER_ABI::detail {

#if defined(__clang__)
template <std::size_t I, class... T>
using at = __type_pack_element<I, T...>;
template <std::size_t I, class... T>
using single_at = at<I, T...>;
template <class... T>
using last_of = at<sizeof...(T) - 1, T...>;
#else
template <std::size_t I, class T>
struct indexed {
    using type = T;
};
template <class I, class... T>
struct indexer;
template <std::size_t... I, class... T>
struct indexer<std::index_sequence<I...>, T...> : indexed<I, T>... {};
template <std::size_t I, class T>
indexed<I, T> pick(indexed<I, T> const*);
template <class... T>
using indexer_for = indexer<std::index_sequence_for<T...>, T...>;
template <std::size_t I, class... T>
using at = typename decltype(pick<I>(static_cast<indexer_for<T...> const*>(nullptr)))::type;

template <std::size_t>
using anything = void const*;
template <class Before>
struct behind;
template <std::size_t... I>
struct behind<std::index_sequence<I...>> {
    template <class T>
    static indexed<0, T> pick(anything<I>..., indexed<0, T> const*, ...);
};
/// The same for a list in which little is looked up: `at` makes a class of as many bases as types.
template <std::size_t I, class... T>
using single_at = typename decltype(behind<std::make_index_sequence<I>>::pick(
    static_cast<indexed<0, T> const*>(nullptr)...))::type;
template <class T>
T named(indexed<0, T> const*);
/// The last of a list, for which the compiler instantiates nothing.
template <class... T>
using last_of = decltype(named((..., static_cast<indexed<0, T> const*>(nullptr))));
#endif

template <class List, std::size_t I>
struct element;
template <template <class...> class L, class... T, std::size_t I>
struct element<L<T...>, I> {
    using type = at<I, T...>;
};
/// The I-th type of a list.
template <class List, std::size_t I>
using element_t = typename element<List, I>::type;

/// A fixed-capacity list of integers, for results of constexpr passes.
template <std::size_t N>
struct indices {
    int value[N ? N : 1]{};
    std::size_t count = 0;
    constexpr void push(int v) { value[count++] = v; }
    constexpr int operator[](std::size_t i) const { return value[i]; }
};

/// The elements of a constant `indices` from `First` on, as a sequence. (In a pack of its own: where
/// the list is a member of something, compilers work out that something for each element.)
template <auto const& List, std::size_t First, class Indices>
struct sequence_from;
template <auto const& List, std::size_t First, std::size_t... I>
struct sequence_from<List, First, std::index_sequence<I...>> {
    using type = std::integer_sequence<int, List.value[First + I]...>;
};

/// An open-addressing map from keys to small integers.
template <std::size_t N>
struct key_map {
    static constexpr std::size_t capacity() {
        std::size_t c = 4;
        while (c < 2 * N) c *= 2;
        return c;
    }
    key keys[capacity()]{};
    int values[capacity()]{};

    /// The value under `k`, or `fresh` after storing it there.
    constexpr int find_or_insert(key k, int fresh) {
        std::size_t i = k & (capacity() - 1);
        while (values[i] != 0 && keys[i] != k) i = (i + 1) & (capacity() - 1);
        if (values[i] == 0) {
            keys[i] = k;
            values[i] = fresh + 1;
        }
        return values[i] - 1;
    }
    /// The value under `k`, or -1.
    constexpr int find(key k) const {
        std::size_t i = k & (capacity() - 1);
        while (values[i] != 0 && keys[i] != k) i = (i + 1) & (capacity() - 1);
        return values[i] - 1;
    }
};

template <std::size_t N>
consteval indices<N> first_occurrences(std::array<key, N> const& keys) {
    indices<N> first;
    key_map<N> seen;
    for (std::size_t i = 0; i < N; ++i)
        if (seen.find_or_insert(keys[i], static_cast<int>(i)) == static_cast<int>(i))
            first.push(static_cast<int>(i));
    return first;
}

template <class List>
struct unique;
template <class... T>
struct unique<list<T...>> {
    static constexpr auto first =
        first_occurrences<sizeof...(T)>(std::array<key, sizeof...(T)>{key_of<T>...});
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>)
        -> list<at<static_cast<std::size_t>(first.value[I]), T...>...>;
    static list<T...> make(std::make_index_sequence<sizeof...(T)>);
    using type = decltype(make(std::make_index_sequence<first.count>{}));
};
template <>
struct unique<list<>> {
    using type = list<>;
};
/// The list without repetitions, in order of first occurrence.
template <class List>
using unique_t = typename unique<List>::type;

template <class List>
struct first_of_list {
    using type = void;
};
template <class First, class... Rest>
struct first_of_list<list<First, Rest...>> {
    using type = First;
};
/// The first type of a list; void of an empty one.
template <class List>
using first_or_void = typename first_of_list<List>::type;
/// An error, if a condition holds.
template <bool If, class Error>
using error_if = std::conditional_t<If, list<Error>, list<>>;

template <class... L>
struct concat_lists;
template <>
struct concat_lists<> {
    using type = list<>;
};
template <class... A>
struct concat_lists<list<A...>> {
    using type = list<A...>;
};
template <class... A, class... B>
struct concat_lists<list<A...>, list<B...>> {
    using type = list<A..., B...>;
};
template <class... A, class... B, class... C>
struct concat_lists<list<A...>, list<B...>, list<C...>> {
    using type = list<A..., B..., C...>;
};
template <class... A, class... B, class... C, class... D, class... Rest>
struct concat_lists<list<A...>, list<B...>, list<C...>, list<D...>, Rest...> {
    using type = typename concat_lists<list<A..., B..., C..., D...>, Rest...>::type;
};
template <class... L>
using concat_lists_t = typename concat_lists<L...>::type;

}  // namespace espalier::inline ESPALIER_ABI::detail
