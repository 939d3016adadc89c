// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/wrt.hpp>
#include <espalier/optim/groups.hpp>

/// Which group each parameter belongs to, decided at compile time with every mistake named.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Parameter>
struct parameter_in_two_groups {
    static_assert(never<Parameter>, "espalier: a parameter is in two groups");
};
template <fixed_string Parameter>
struct parameter_in_no_group {
    static_assert(never<Parameter>,
                  "espalier: a trainable parameter is in no group; add es::group(es::rest, ...) or "
                  "freeze it");
};
template <class Selected>
struct group_with_nothing_in_it {
    static_assert(never_type<Selected>, "espalier: a group selects no parameter of the loss");
};
template <fixed_string Parameter>
struct group_lists_a_frozen_parameter {
    static_assert(never<Parameter>,
                  "espalier: a group with a learning rate lists a frozen parameter; give it "
                  "es::lr = es::zero, or do not freeze it");
};
template <fixed_string Parameter>
struct group_lists_an_unreachable_parameter {
    static_assert(
        never<Parameter>,
        "espalier: a group with a learning rate lists a parameter to which no gradient of "
        "the loss flows; give it es::lr = es::zero");
};
template <fixed_string Input>
struct group_lists_an_input {
    static_assert(never<Input>, "espalier: a group lists an input; groups are of parameters");
};
template <class Groups>
struct two_groups_of_rest {
    static_assert(never_type<Groups>, "espalier: only one group can be es::rest");
};
template <class Groups>
struct every_group_is_frozen {
    static_assert(never_type<Groups>, "espalier: every group is frozen; there is nothing to train");
};

/// One group after merging: its item, rule, options and flags.
template <class Item, class Rule, class Options, class Flags>
struct settled_group;
template <class Item, class Rule, class... Option, class... Flag>
struct settled_group<Item, Rule, list<Option...>, list<Flag...>> {
    using item = Item;
    using rule = Rule;
    using options = option_set<Option...>;
    using flags = list<Flag...>;
    static constexpr bool frozen = options::template is_zero<tag::lr> || has_flag<flags, frozen_t>;
};

enum class assignment_fault : unsigned char {
    none,
    in_two_groups,
    in_no_group,
    lists_frozen,
    lists_unreachable,
    lists_input,
    nothing_in_group,
    two_rests,
    all_frozen
};

template <std::size_t Leaves>
struct assignment_result {
    int group[Leaves + 1]{};   // of each leaf; -1: not trained
    int chosen[Leaves + 1]{};  // the same, frozen groups included
    indices<Leaves> trained;
    assignment_fault fault = assignment_fault::none;
    int at = 0;         // the leaf or group at fault
    int listed_at = 0;  // the leaf in the list of that group
    bool any_trainable = false;
};

/// What one group selects of the leaves, and whether it may.
template <std::size_t Leaves>
struct group_selection {
    bool selects[Leaves + 1]{};
    bool is_rest = false, frozen = false, lists = false;
    assignment_fault fault = assignment_fault::none;
    int listed_at = 0;
};

template <std::size_t N>
struct leaf_facts {
    leaf_info info[N + 1]{};
    bool parameter[N + 1]{}, frozen[N + 1]{}, reached[N + 1]{};
    constexpr bool trainable(std::size_t i) const {
        return parameter[i] && !frozen[i] && reached[i];
    }
};
template <class Ticket, class... Leaf>
consteval leaf_facts<sizeof...(Leaf)> facts_of(list<Leaf...>) {
    return {{info_of<Leaf>...},
            {(Leaf::kind == leaf_kind::parameter)...},
            {Leaf::frozen...},
            {leaf_reached<Ticket, Leaf>...}};
}

template <class Leaves, std::size_t N, class... Listed>
consteval void select_listed(group_selection<N>& s, leaf_facts<N> const& facts, list<Listed...>) {
    int const positions[sizeof...(Listed) + 1]{
        leaf_positions<Leaves>::map.find(name_key<Listed>)...};
    bool const frozen_here[sizeof...(Listed) + 1]{Listed::frozen...};
    leaf_kind const kinds[sizeof...(Listed) + 1]{Listed::kind...};
    for (std::size_t i = 0; i < sizeof...(Listed); ++i) {
        int const at_leaf = positions[i];
        if (at_leaf >= 0) s.selects[at_leaf] = true;
        bool const is_input = kinds[i] == leaf_kind::input;
        if (s.fault != assignment_fault::none || kinds[i] == leaf_kind::buffer) continue;
        if (s.frozen && !is_input) continue;
        s.listed_at = static_cast<int>(i);
        if (is_input)
            s.fault = assignment_fault::lists_input;
        else if (frozen_here[i] || (at_leaf >= 0 && facts.frozen[at_leaf]))
            s.fault = assignment_fault::lists_frozen;
        else if (at_leaf < 0 || !facts.reached[at_leaf])
            s.fault = assignment_fault::lists_unreachable;
    }
}

template <class Group, class Leaves, std::size_t N>
consteval group_selection<N> select(leaf_facts<N> const& facts) {
    using item = typename Group::item;
    using listed = typename listed_leaves<item>::type;
    group_selection<N> s;
    s.is_rest = std::is_same_v<item, rest_t>;
    s.frozen = Group::frozen;
    s.lists = listed::size > 0;
    if constexpr (std::is_same_v<item, rest_t>) {
        return s;
    } else if constexpr (selector<item>) {
        for (std::size_t i = 0; i < N; ++i)
            s.selects[i] = facts.parameter[i] && item{}.selects(facts.info[i]);
        return s;
    } else {
        select_listed<Leaves>(s, facts, listed{});
        return s;
    }
}

template <class Ticket, class Leaves, class... Group>
consteval auto assign(list<Group...>) {
    constexpr std::size_t n = Leaves::size;
    constexpr auto facts = facts_of<Ticket>(Leaves{});
    group_selection<n> const groups_of[]{select<Group, Leaves>(facts)...};
    assignment_result<n> r;
    auto report = [&r](assignment_fault fault, std::size_t where, int in_list = 0) {
        if (r.fault == assignment_fault::none) {
            r.fault = fault;
            r.at = static_cast<int>(where);
            r.listed_at = in_list;
        }
    };
    int rest_group = -1;
    bool any_trained = false;
    for (std::size_t g = 0; g < sizeof...(Group); ++g) {
        if (groups_of[g].is_rest) {
            if (rest_group >= 0) report(assignment_fault::two_rests, g);
            rest_group = static_cast<int>(g);
        }
        any_trained = any_trained || !groups_of[g].frozen;
        if (groups_of[g].fault != assignment_fault::none)
            report(groups_of[g].fault, g, groups_of[g].listed_at);
    }
    if (!any_trained) report(assignment_fault::all_frozen, 0);
    bool filled[sizeof...(Group)]{};
    for (std::size_t i = 0; i < n; ++i) {
        r.group[i] = r.chosen[i] = -1;
        int found = -1;
        for (std::size_t g = 0; g < sizeof...(Group); ++g) {
            if (!groups_of[g].selects[i]) continue;
            if (groups_of[g].frozen || groups_of[g].lists) filled[g] = true;
            if (found >= 0 && facts.trainable(i)) report(assignment_fault::in_two_groups, i);
            found = static_cast<int>(g);
        }
        if (found < 0) found = rest_group;
        if (!facts.trainable(i)) {
            // what no gradient reaches can be frozen all the same
            if (found >= 0 && groups_of[found].frozen && facts.parameter[i]) filled[found] = true;
            continue;
        }
        r.any_trainable = true;
        if (found < 0) {
            report(assignment_fault::in_no_group, i);
            continue;
        }
        filled[found] = true;
        r.chosen[i] = found;
        if (groups_of[found].frozen) continue;
        r.group[i] = found;
        r.trained.push(static_cast<int>(i));
    }
    for (std::size_t g = 0; g < sizeof...(Group); ++g)
        if (!filled[g] && !groups_of[g].lists) report(assignment_fault::nothing_in_group, g);
    return r;
}

/// The group of a leaf in the assignment behind a ticket.
template <class Ticket, class Leaf>
consteval int find_group() {
    using assigned = redeemed<Ticket>;
    return assigned::result
        .group[position_behind<Leaf, typename list_ticket<typename assigned::leaves>::type>];
}
template <class Ticket, class Leaf>
inline constexpr int group_behind = find_group<Ticket, Leaf>();

/// The parameters of a program, each with the number of its group.
template <class P, class Leaves, class Groups>
struct assignment {
    using leaves = Leaves;
    static constexpr auto result = assign<program_ticket<P>, Leaves>(Groups{});

    static constexpr bool check() {
        constexpr auto fault = result.fault;
        constexpr auto where = static_cast<std::size_t>(result.at);
        if constexpr (fault == assignment_fault::in_two_groups)
            return sizeof(parameter_in_two_groups<element_t<Leaves, where>::name>) > 0;
        else if constexpr (fault == assignment_fault::in_no_group)
            return sizeof(parameter_in_no_group<element_t<Leaves, where>::name>) > 0;
        else if constexpr (fault == assignment_fault::two_rests)
            return sizeof(two_groups_of_rest<Groups>) > 0;
        else if constexpr (fault == assignment_fault::all_frozen)
            return sizeof(every_group_is_frozen<Groups>) > 0;
        else if constexpr (fault == assignment_fault::nothing_in_group && !result.any_trainable)
            return sizeof(nothing_to_differentiate<typename P::last::op>) > 0;
        else if constexpr (fault == assignment_fault::nothing_in_group)
            return sizeof(group_with_nothing_in_it<typename element_t<Groups, where>::item>) > 0;
        else if constexpr (fault != assignment_fault::none) {
            using listed = typename listed_leaves<typename element_t<Groups, where>::item>::type;
            using at_fault = element_t<listed, static_cast<std::size_t>(result.listed_at)>;
            if constexpr (fault == assignment_fault::lists_frozen)
                return sizeof(group_lists_a_frozen_parameter<at_fault::name>) > 0;
            else if constexpr (fault == assignment_fault::lists_input)
                return sizeof(group_lists_an_input<at_fault::name>) > 0;
            else
                return sizeof(group_lists_an_unreachable_parameter<at_fault::name>) > 0;
        }
        return true;
    }
    static_assert(check());

    template <class... Leaf, std::size_t... I>
    static auto pick_trained(list<Leaf...>, std::index_sequence<I...>)
        -> concat_lists_t<std::conditional_t<(result.group[I] >= 0), list<Leaf>, list<>>...>;
    /// The leaves that are trained ...
    using trained = decltype(pick_trained(Leaves{}, std::make_index_sequence<Leaves::size>{}));
    /// ... and by which ticket `group_behind` finds the numbers of their groups.
    using ticket = ticket_for<assignment, mix(program_key<P>, key_of<Groups>),
                              program_has_unique_name<P> && type_identity_of<Groups>.unique_name>;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
