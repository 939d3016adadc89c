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
    static_assert(never<Parameter>,
                  "espalier: a group with a learning rate lists a parameter to which no gradient of "
                  "the loss flows; give it es::lr = es::zero");
};
template <class Groups>
struct two_groups_of_rest {
    static_assert(never_type<Groups>, "espalier: only one group can be es::rest");
};
template <class Groups>
struct every_group_is_frozen {
    static_assert(never_type<Groups>, "espalier: every group is frozen; there is nothing to train");
};

/// The leaves that an item of a group names, with their frozen flags; none for selectors.
template <class Item>
struct listed_leaves {
    using type = list<>;
};
template <expression E>
    requires is_leaf<E>
struct listed_leaves<E> {
    using type = list<typename E::op_type>;
};
template <class Layer>
    requires requires { typename Layer::parameters; }
struct listed_leaves<Layer> {
    using type = typename Layer::parameters;
};
template <class... Item>
struct listed_leaves<hana::tuple<Item...>> {
    using type = concat_lists_t<typename listed_leaves<Item>::type...>;
};

template <class Listed, class Leaf>
struct lists;
template <class... L, class Leaf>
struct lists<list<L...>, Leaf> {
    static constexpr bool value = position_of<Leaf>(list<L...>{}) < sizeof...(L);
};

template <class Item, class Leaf>
constexpr bool item_selects() {
    if constexpr (std::is_same_v<Item, rest_t>)
        return false;
    else if constexpr (selector<Item>)
        return Item{}.selects(info_of<Leaf>);
    else
        return lists<typename listed_leaves<Item>::type, Leaf>::value;
}

/// One group after merging: its item, rule, options and flags.
template <class Item, class Rule, class Options, class Flags>
struct settled_group;
template <class Item, class Rule, class... Option, class... Flag>
struct settled_group<Item, Rule, list<Option...>, list<Flag...>> {
    using item = Item;
    using rule = Rule;
    using options = option_set<Option...>;
    using flags = list<Flag...>;
    static constexpr bool frozen =
        options::template is_zero<tag::lr> || has_flag<flags, frozen_t>;
};

/// The parameters of a program, each with the number of its group.
template <class P, class Leaves, class... Group>
struct assignment;
template <class P, class... Leaf, class... Group>
struct assignment<P, list<Leaf...>, Group...> {
    static constexpr int rest_groups =
        ((std::is_same_v<typename Group::item, rest_t> ? 1 : 0) + ... + 0);

    template <class L>
    static constexpr bool candidate = trainable_leaf<L> && leaf_reached<P, L>;

    /// -1: not trained.
    template <class L>
    static consteval int find() {
        if constexpr (!candidate<L>) {
            return -1;
        } else {
            constexpr bool selects[]{item_selects<typename Group::item, L>()...};
            constexpr bool is_rest[]{std::is_same_v<typename Group::item, rest_t>...};
            int found = -1, at_rest = -1, count = 0;
            for (int g = 0; g < static_cast<int>(sizeof...(Group)); ++g) {
                if (is_rest[g]) at_rest = g;
                if (selects[g]) found = g, ++count;
            }
            return count > 1 ? -3 : count == 1 ? found : at_rest >= 0 ? at_rest : -2;
        }
    }
    static constexpr int group_of[sizeof...(Leaf) + 1]{find<Leaf>()...};
    static constexpr bool group_frozen[sizeof...(Group)]{Group::frozen...};

    template <class L>
    static constexpr bool check_leaf() {
        constexpr int g = find<L>();
        if constexpr (g == -3)
            return sizeof(parameter_in_two_groups<L::name>) > 0;
        else if constexpr (g == -2)
            return sizeof(parameter_in_no_group<L::name>) > 0;
        return true;
    }
    template <class G, class L>
    static constexpr bool check_listed() {
        if constexpr (!G::frozen && L::kind == leaf_kind::parameter) {
            constexpr std::size_t at_leaf = position_of<L>(list<Leaf...>{});
            if constexpr (at_leaf == sizeof...(Leaf)) {
                return sizeof(group_lists_an_unreachable_parameter<L::name>) > 0;
            } else {
                using found = at<at_leaf, Leaf...>;
                if constexpr (found::frozen || L::frozen)
                    return sizeof(group_lists_a_frozen_parameter<L::name>) > 0;
                else if constexpr (!leaf_reached<P, found>)
                    return sizeof(group_lists_an_unreachable_parameter<L::name>) > 0;
            }
        }
        return true;
    }
    template <class G, class... L>
    static constexpr bool check_all_listed(list<L...>) {
        return (check_listed<G, L>() && ... && true);
    }
    template <class G>
    static consteval bool has_any(int number) {
        if (listed_leaves<typename G::item>::type::size > 0) return true;
        for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
            if (group_of[i] == number) return true;
        return G::frozen && !std::is_same_v<typename G::item, rest_t> &&
               ((item_selects<typename G::item, Leaf>()) || ... || false);
    }
    template <std::size_t I, class G>
    static constexpr bool check_group() {
        if constexpr (!check_all_listed<G>(typename listed_leaves<typename G::item>::type{}))
            return false;
        else if constexpr (!has_any<G>(static_cast<int>(I)))
            return sizeof(group_with_nothing_in_it<typename G::item>) > 0;
        return true;
    }
    static constexpr bool check() {
        if constexpr (rest_groups > 1)
            return sizeof(two_groups_of_rest<list<typename Group::item...>>) > 0;
        else if constexpr ((Group::frozen && ... && true))
            return sizeof(every_group_is_frozen<list<typename Group::item...>>) > 0;
        else
            return (check_leaf<Leaf>() && ... && true) && check_groups(std::index_sequence_for<Group...>{});
    }
    template <std::size_t... I>
    static constexpr bool check_groups(std::index_sequence<I...>) {
        return (check_group<I, Group>() && ... && true);
    }
    static_assert(check());

    static constexpr bool is_trained(int g) { return g >= 0 && !group_frozen[g]; }
    /// The leaves that are trained, and the numbers of their groups.
    using trained = concat_lists_t<
        std::conditional_t<is_trained(find<Leaf>()), list<Leaf>, list<>>...>;
    template <class L>
    static constexpr int group_of_leaf = find<L>();
};

}  // namespace espalier::inline ESPALIER_ABI::detail
