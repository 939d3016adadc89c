// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/assignment.hpp>

/// From what the user wrote to one rule and one set of options for each group.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Rule>
struct group_without_rule {
    static_assert(never_type<Rule>,
                  "espalier::optimizer(groups...): each group brings its own rule: "
                  "es::group(fc1, es::sgd(es::lr = 0.1f))");
};

/// The groups that have no rule, where the optimizer has none for all: a list of errors.
template <class Rule, class Groups>
struct rule_errors {
    using type = list<>;
};
template <class Group>
struct group_rule_errors;
template <class S, class... O>
struct group_rule_errors<group_t<S, O...>> {
    using type = list<group_without_rule<S>>;
};
template <class S, class R, class G, class... O>
struct group_rule_errors<group_t<S, optimizer_t<R, G, O...>>> {
    using type = list<>;
};
template <class... Group>
struct rule_errors<void, hana::tuple<Group...>> {
    using type = concat_lists_t<typename group_rule_errors<Group>::type...>;
};

template <class Rule, class Tag, class... Known>
constexpr bool knows(list<Known...>) {
    return (std::is_same_v<Tag, Known> || ... || false);
}
template <class Tag, class... Own>
constexpr bool overridden(list<Own...>) {
    return (std::is_same_v<Tag, option_tag<Own>> || ... || false);
}

/// The options of a group, then those of the optimizer that it does not override.
template <class Rule, class Own, class Shared>
struct merged_options;
template <class Rule, class... Own, class... Shared>
struct merged_options<Rule, list<Own...>, list<Shared...>> {
    template <class One>
    static consteval bool inherits() {
        if constexpr (std::is_void_v<option_tag<One>>)
            return false;
        else
            return knows<Rule, option_tag<One>>(typename Rule::options{}) &&
                   !overridden<option_tag<One>>(list<Own...>{});
    }
    template <class One>
    static constexpr bool is_own_option = !std::is_void_v<option_tag<One>>;
    template <class One>
    static consteval bool is_own_flag() {
        if constexpr (!std::is_void_v<option_tag<One>> || requires { One::shared_option; })
            return false;
        else
            return std::is_same_v<One, frozen_t> || knows<Rule, One>(typename Rule::flags{});
    }
    using options = concat_lists_t<std::conditional_t<is_own_option<Own>, list<Own>, list<>>...,
                                   std::conditional_t<inherits<Shared>(), list<Shared>, list<>>...>;
    using flags = unique_t<
        concat_lists_t<std::conditional_t<is_own_flag<Own>(), list<Own>, list<>>...,
                       std::conditional_t<is_own_flag<Shared>(), list<Shared>, list<>>...>>;
};

/// A group's rule and the options it wrote itself.
template <class Rule, class Group>
struct group_parts;
template <class Rule, class S, class... O>
struct group_parts<Rule, group_t<S, O...>> {
    using rule = Rule;
    static constexpr bool in_order = option_error<Rule, O...>::none;
    using own = std::conditional_t<in_order, list<O...>, list<>>;
    static_assert(sizeof(typename option_error<Rule, O...>::told) > 0);
    static constexpr auto const& values(group_t<S, O...> const& g) { return g.options; }
};
template <class Outer, class S, class R, class G, class... O>
struct group_parts<Outer, group_t<S, optimizer_t<R, G, O...>>> {
    using rule = R;
    using own = list<O...>;
    static constexpr auto const& values(group_t<S, optimizer_t<R, G, O...>> const& g) {
        return hana::at_c<0>(g.options).options;
    }
};
template <class S, class R, class G, class... O>
struct group_parts<void, group_t<S, optimizer_t<R, G, O...>>>
    : group_parts<R, group_t<S, optimizer_t<R, G, O...>>> {};

template <class Tag, class V>
constexpr named_option<Tag, V> as_named(option<Tag, V> const& o) {
    if constexpr (std::is_empty_v<V>)
        return {};
    else
        return {o.value};
}

template <class Sought, class... T>
consteval std::size_t index_of_type() {
    constexpr bool same[sizeof...(T) + 1]{std::is_same_v<Sought, T>...};
    std::size_t i = 0;
    while (i < sizeof...(T) && !same[i]) ++i;
    return i;
}

template <class Optimizer>
struct settled;
template <class Rule, class... Group, class... Shared>
struct settled<optimizer_t<Rule, hana::tuple<Group...>, Shared...>> {
    template <class G>
    using parts = group_parts<Rule, G>;
    template <class G>
    using merged_of =
        merged_options<typename parts<G>::rule, typename parts<G>::own, list<Shared...>>;
    template <class G>
    using settled_group_of =
        settled_group<typename G::selected, typename parts<G>::rule, typename merged_of<G>::options,
                      typename merged_of<G>::flags>;
    using groups = list<settled_group_of<Group>...>;

    /// The option values of one group.
    template <class G, class... Kept>
    static constexpr auto pick(G const& g, hana::tuple<Shared...> const& shared, list<Kept...>) {
        return option_set<Kept...>{as_named(find_option<Kept>(parts<G>::values(g), shared))...};
    }
    template <class Kept, class... Own>
    static constexpr Kept find_option(hana::tuple<Own...> const& own,
                                      hana::tuple<Shared...> const& shared) {
        constexpr std::size_t at_own = index_of_type<Kept, Own...>();
        if constexpr (at_own < sizeof...(Own))
            return hana::at_c<at_own>(own);
        else
            return hana::at_c<index_of_type<Kept, Shared...>()>(shared);
    }
    template <class G>
    static constexpr auto values(G const& g, hana::tuple<Shared...> const& shared) {
        return pick(g, shared, typename merged_of<G>::options{});
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
