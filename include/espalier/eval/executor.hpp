// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <type_traits>

#include <espalier/core/leaf.hpp>
#include <espalier/core/random.hpp>
#include <espalier/core/type_list.hpp>
#include <espalier/eval/bind.hpp>

/// Executors: what runs the parts of a run-time batch, if not the caller one after the other.
namespace espalier::inline ESPALIER_ABI {

/// Runs `part(i, in_order)` for each i below `parts`, in any order and at the same time;
/// `in_order(f)` calls f for the parts one after the other, by their numbers, so that sums do not
/// depend on the number of threads. `es::thread_pool` is one; a caller's own needs no more than
/// this.
template <class E>
concept executor = requires(E const& e) {
    typename E::is_executor;
    e.run(index_t{}, [](index_t, auto const& in_order) { in_order([] {}); });
};

namespace detail {

/// An executor among the bindings of a call.
template <executor E>
struct executor_argument {
    static constexpr bool is_batch = false;
    E const& executor;
};
template <class Argument>
inline constexpr bool is_executor_argument = false;
template <class E>
inline constexpr bool is_executor_argument<executor_argument<E>> = true;

template <class... Argument>
inline constexpr bool any_executor = (is_executor_argument<Argument> || ... || false);

/// Calls f(executor, bindings...), the executor taken from among the bindings.
template <class F, class E, class... Binding>
constexpr void with_executor(F const& f, executor_argument<E> const& on,
                             Binding const&... binding) {
    f(on.executor, binding...);
}
template <class F, class First, class... Rest>
constexpr void with_executor(F const& f, First const& first, Rest const&... rest) {
    with_executor([&](auto const& on, auto const&... others) { f(on, first, others...); }, rest...);
}
/// Calls f(bindings...), without the executor if there is one.
template <class F, class... Binding>
constexpr void without_executor(F const& f, Binding const&... binding) {
    if constexpr (any_executor<Binding...>)
        with_executor([&](auto const&, auto const&... others) { f(others...); }, binding...);
    else
        f(binding...);
}

template <class Argument>
struct leaf_bound_by {
    using type = list<typename Argument::leaf_type>;
};
template <class E>
struct leaf_bound_by<executor_argument<E>> {
    using type = list<>;
};
template <class Argument>
    requires is_failed_binding<Argument>
struct leaf_bound_by<Argument> {
    using type = list<>;
};
/// The leaves that the arguments of a call bind.
template <class... Argument>
using bound_leaves = concat_lists_t<typename leaf_bound_by<std::remove_cvref_t<Argument>>::type...>;

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
