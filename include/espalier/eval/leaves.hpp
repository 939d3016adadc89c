// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/hana.hpp>
#include <espalier/core/ticket.hpp>
#include <espalier/plan/expand.hpp>
#include <espalier/plan/plan.hpp>

/// The leaves of an expression, as lists of types.
namespace espalier::inline ESPALIER_ABI::detail {

template <class E>
using flat_of = flat<program_of<E>>;

template <std::size_t N>
constexpr indices<N> leaf_nodes(node const* nodes, op_info const* table, bool inputs) {
    indices<N> found;
    for (std::size_t n = 0; n < N; ++n)
        if (table[nodes[n].op].kind == op_kind::leaf &&
            (table[nodes[n].op].leaf == leaf_kind::input) == inputs)
            found.push(static_cast<int>(n));
    return found;
}

template <class Graph, bool Inputs>
struct leaves_of_graph {
    static constexpr auto found = leaf_nodes<static_cast<std::size_t>(Graph::count)>(
        Graph::nodes, table_info<typename Graph::table>::info, Inputs);
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>)
        -> list<typename leaf_at<graph_ticket<Graph>, found.value[I]>::type...>;
    using type = decltype(make(std::make_index_sequence<found.count>{}));
};
/// The parameters and buffers of a graph, frozen or not, in order of first use.
template <class Graph>
using variables_of_graph = typename leaves_of_graph<Graph, false>::type;
template <class Graph>
using inputs_of_graph = typename leaves_of_graph<Graph, true>::type;
/// The node of the I-th of the variables.
template <class Graph>
constexpr int node_of_variable(int i) {
    return leaves_of_graph<Graph, false>::found.value[i];
}

template <class Leaf>
struct thawed {
    using type = Leaf;
};
template <class Leaf>
    requires(Leaf::frozen)
struct thawed<Leaf> {
    using type = leaf<Leaf::kind, Leaf::name, typename Leaf::shape_type, typename Leaf::value_type,
                      false, typename Leaf::start>;
};
/// The same leaf, whether frozen or not: the identity of its entry in `variables`.
template <class Leaf>
using thawed_t = typename thawed<Leaf>::type;

template <class List>
struct thawed_list;
template <class... Leaf>
struct thawed_list<list<Leaf...>> {
    using type = list<thawed_t<Leaf>...>;
};
template <fixed_string Leaf>
struct expressions_share_a_name {
    static_assert(never<Leaf>,
                  "espalier: two leaves of one name, in the expressions of one es::variables, "
                  "differ in kind, shape or element type; rename one");
};
/// The first of some leaves that has the name of one before it; their number if none has.
template <class... Leaf>
consteval std::size_t find_repeated_name(list<Leaf...>) {
    key const names[sizeof...(Leaf) + 1]{name_key<Leaf>...};
    key_map<sizeof...(Leaf)> seen;
    for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
        if (seen.find_or_insert(names[i], static_cast<int>(i)) != static_cast<int>(i)) return i;
    return sizeof...(Leaf);
}
template <class Leaves, bool Repeats = find_repeated_name(Leaves{}) < Leaves::size>
struct checked_names {};
template <class Leaves>
struct checked_names<Leaves, true>
    : expressions_share_a_name<element_t<Leaves, find_repeated_name(Leaves{})>::name> {};
template <class... E>
struct variables_among {
    using type =
        unique_t<concat_lists_t<typename thawed_list<variables_of_graph<flat_of<E>>>::type...>>;
    static_assert(sizeof(checked_names<type>) > 0);
};
/// (A graph has each leaf once.)
template <class E>
struct variables_among<E> {
    using type = typename thawed_list<variables_of_graph<flat_of<E>>>::type;
};
template <class... E>
using variables_of = typename variables_among<E...>::type;

template <class Leaf>
concept trainable_leaf = Leaf::kind == leaf_kind::parameter && !Leaf::frozen;

/// The leaves that an item names (a leaf, a layer, a tuple of such), with their frozen flags; none
/// for selectors.
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

/// The names of a list of leaves as a map from keys to positions.
template <class List>
struct leaf_positions;
template <class... Leaf>
struct leaf_positions<list<Leaf...>> {
    static consteval auto make() {
        key_map<sizeof...(Leaf)> made;
        key const keys[sizeof...(Leaf) + 1]{name_key<Leaf>...};
        for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
            made.find_or_insert(keys[i], static_cast<int>(i));
        return made;
    }
    static constexpr auto map = make();
};
/// The ticket of a list of leaves.
template <class List>
struct list_ticket;
template <class... Leaf>
struct list_ticket<list<Leaf...>> {
    static consteval key make() {
        key const keys[sizeof...(Leaf) + 1]{leaf_key<Leaf>...};
        key all = sizeof...(Leaf);
        for (key one : keys) all = mix(all, one);
        return all;
    }
    using type = ticket_for<list<Leaf...>, make()>;
};

/// Where a leaf is in the list behind a ticket: one constant for each leaf, so no name here carries
/// the list.
template <class Leaf, class Ticket>
consteval std::size_t find_position() {
    using leaves = redeemed<Ticket>;
    int const found = leaf_positions<leaves>::map.find(name_key<Leaf>);
    return found < 0 ? leaves::size : static_cast<std::size_t>(found);
}
template <class Leaf, class Ticket>
inline constexpr std::size_t position_behind = find_position<Leaf, Ticket>();
/// The position of a leaf in a list, by name; the size of the list if it is not there.
template <class Leaf, class... Leaves>
consteval std::size_t position_of(list<Leaves...>) {
    return position_behind<Leaf, typename list_ticket<list<Leaves...>>::type>;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
