// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/hana.hpp>
#include <espalier/core/selector.hpp>
#include <espalier/core/tensor.hpp>
#include <espalier/eval/leaves.hpp>
#include <espalier/plan/activity.hpp>

/// What to differentiate with respect to: from what the user names to nodes of the graph.
namespace espalier::inline ESPALIER_ABI {

template <class... Item>
struct wrt_t {
    static constexpr fixed_string name = "wrt";
};

/// Names what is asked for: leaves, layers, intermediate expressions, selectors.
template <class... Item>
constexpr auto wrt(Item...) {
    return wrt_t<Item...>{};
}

namespace detail {

/// A leaf or an intermediate program whose gradient is wanted.
template <class Leaf>
struct leaf_target {
    using shape_type = typename Leaf::shape_type;
    using value_type = typename Leaf::value_type;
    static constexpr fixed_string name = Leaf::name;
};
template <class Program>
struct program_target {
    using shape_type = typename Program::type::shape_type;
    using value_type = typename Program::type::value_type;
    static constexpr fixed_string name = Program::type::op_type::name;
};

template <class E>
struct target_of {
    using type = program_target<program_of<E>>;
};
template <class E>
    requires is_leaf<E>
struct target_of<E> {
    using type = leaf_target<thawed_t<typename E::op_type>>;
};
template <class E>
using target_of_t = typename target_of<std::remove_cvref_t<E>>::type;

template <fixed_string Leaf>
struct gradient_of_a_frozen_leaf {
    static_assert(never<Leaf>, "espalier::wrt: this leaf is frozen; it has no gradient");
};
template <fixed_string Leaf>
struct gradient_of_a_buffer {
    static_assert(never<Leaf>, "espalier::wrt: a buffer is never differentiated");
};
template <fixed_string Leaf>
struct gradient_of_indices {
    static_assert(never<Leaf>, "espalier::wrt: an input of indices has no gradient");
};
template <fixed_string Target>
struct output_does_not_depend_on {
    static_assert(never<Target>,
                  "espalier::wrt: the output does not depend on this leaf or expression");
};
template <fixed_string Target>
struct reached_only_through_stop_gradient {
    static_assert(never<Target>,
                  "espalier::wrt: the output reaches this leaf or expression only through "
                  "stop_gradient, so its gradient would always be zero");
};
template <class Item>
struct not_something_to_differentiate {
    static_assert(
        never_type<Item>,
        "espalier::wrt takes leaves, layers, expressions, selectors and tuples of leaves");
};
template <class Output>
struct nothing_to_differentiate {
    static_assert(never_type<Output>,
                  "espalier: there is nothing to differentiate: the output reaches no trainable "
                  "parameter; name inputs or expressions in es::wrt(...)");
};

/// The node of a target in the expanded program P, or -1.
template <class P, class Target>
struct node_of;
template <class Ticket, class Leaf>
consteval int find_leaf_node() {
    using graph = flat<redeemed<Ticket>>;
    int const n = graph::data.graph.known.find(leaf_id(name_key<Leaf>));
    // a leaf with a sample axis is another one
    if (n >= 0 && graph::view.table[graph::nodes[n].op].shape != Leaf::shape_type::value) return -1;
    return n;
}
template <class Ticket, class Leaf>
struct leaf_node {
    static constexpr int value = find_leaf_node<Ticket, Leaf>();
};
template <class P, class Leaf>
struct node_of<P, leaf_target<Leaf>> : leaf_node<program_ticket<P>, Leaf> {};
template <class P, class Q>
struct node_of<P, program_target<Q>> {
    using both = merged<P, Q>;
    static constexpr bool inside = std::is_same_v<typename both::type, P>;
    static constexpr int value = [] {
        if constexpr (inside)
            return flat<P>::data.result_of_step[both::result];
        else
            return -1;
    }();
};

/// The nodes of targets. (A class: as an alias, compilers work out P again for each of them.)
template <class P, class... Target>
struct nodes_of {
    using type = std::integer_sequence<int, node_of<P, Target>::value...>;
};

template <class P>
struct reach {
    using graph = flat<P>;
    static constexpr int output[1]{graph::result};
    /// Activity with nothing wanted: what the output's value and gradients can reach.
    static constexpr auto data = activity<static_cast<std::size_t>(graph::count)>(
        graph::nodes, graph::count, table_info<typename graph::table>::info, output, 1, nullptr, 0);
    static constexpr bool value(int n) { return n >= 0 && data.reached[n]; }
    static constexpr bool gradient(int n) { return n >= 0 && data.passes[n]; }
};

/// Whether a leaf is frozen where the program has it.
template <class P, class Target>
inline constexpr bool frozen_there = false;
template <class P, class Leaf>
inline constexpr bool frozen_there<P, leaf_target<Leaf>> =
    node_of<P, leaf_target<Leaf>>::value >= 0 &&
    flat<P>::nodes[node_of<P, leaf_target<Leaf>>::value].frozen;

/// Why there is no gradient with respect to the target, as a list of one error; empty if there is.
template <class P, class Target>
using target_errors = std::conditional_t<
    !reach<P>::value(node_of<P, Target>::value), list<output_does_not_depend_on<Target::name>>,
    std::conditional_t<
        frozen_there<P, Target>, list<gradient_of_a_frozen_leaf<Target::name>>,
        std::conditional_t<!reach<P>::gradient(node_of<P, Target>::value),
                           list<reached_only_through_stop_gradient<Target::name>>, list<>>>>;

/// Whether a gradient flows to a leaf of the program behind a ticket.
template <class Ticket, class Leaf>
inline constexpr bool leaf_reached = reach<redeemed<Ticket>>::gradient(
    flat<redeemed<Ticket>>::data.graph.known.find(leaf_id(name_key<Leaf>)));

/// Whether a selector has a leaf to which a gradient flows.
template <class Ticket, class Selector, class Leaf>
consteval bool selects_reached() {
    if constexpr (!trainable_leaf<Leaf>)
        return false;
    else
        return Selector{}.selects(info_of<Leaf>) && leaf_reached<Ticket, Leaf>;
}
template <class Ticket, class Leaves, class Selector>
struct selected;
template <class Ticket, class... Leaf, class Selector>
struct selected<Ticket, list<Leaf...>, Selector> {
    using type = concat_lists_t<std::conditional_t<selects_reached<Ticket, Selector, Leaf>(),
                                                   list<leaf_target<Leaf>>, list<>>...>;
};

template <class P, class Item>
struct targets_of_item {
    using errors = list<not_something_to_differentiate<Item>>;
    using type = list<>;
};
template <class Op>
struct leaf_errors {
    using type = list<>;
};
template <leaf_kind K, fixed_string Name, class S, class T, bool F, class Start>
struct leaf_errors<leaf<K, Name, S, T, F, Start>> {
    using type = std::conditional_t<
        F, list<gradient_of_a_frozen_leaf<Name>>,
        std::conditional_t<
            K == leaf_kind::buffer, list<gradient_of_a_buffer<Name>>,
            std::conditional_t<std::is_integral_v<T>, list<gradient_of_indices<Name>>, list<>>>>;
};
template <class P, expression E>
struct targets_of_item<P, E> {
    using errors = concat_lists_t<typename leaf_errors<typename E::op_type>::type,
                                  target_errors<P, target_of_t<E>>>;
    using type = list<target_of_t<E>>;
};
template <class List>
struct leaf_targets;
template <class... Leaf>
struct leaf_targets<list<Leaf...>> {
    using type = concat_lists_t<
        std::conditional_t<trainable_leaf<Leaf>, list<leaf_target<Leaf>>, list<>>...>;
};
template <class P, class Layer>
    requires requires { typename Layer::parameters; }
struct targets_of_item<P, Layer> {
    using type = typename leaf_targets<typename Layer::parameters>::type;
    template <class... Target>
    static auto errors_of(list<Target...>) -> concat_lists_t<target_errors<P, Target>...>;
    using errors = decltype(errors_of(type{}));
};
template <class P, selector S>
struct targets_of_item<P, S> {
    using type = typename selected<program_ticket<P>, variables_of_graph<flat<P>>, S>::type;
    using errors = list<>;
};

template <class P, class... Item>
struct targets_of_item<P, hana::tuple<Item...>> {
    using type = concat_lists_t<typename targets_of_item<P, Item>::type...>;
    using errors = concat_lists_t<typename targets_of_item<P, Item>::errors...>;
};

template <class P, class Wrt>
struct targets;
template <class P, class... Item>
struct targets<P, wrt_t<Item...>> {
    using errors = concat_lists_t<typename targets_of_item<P, Item>::errors...>;
    using type = unique_t<concat_lists_t<typename targets_of_item<P, Item>::type...>>;
};
template <class P, class Wrt>
using targets_t = typename targets<P, Wrt>::type;
/// What is wrong with a `wrt`: a list of errors.
template <class P, class Wrt>
using target_errors_t = typename targets<P, Wrt>::errors;

/// What a rejected call gives, so that its mistake is one message.
struct not_computed {
    struct anything {
        template <expression E>
        constexpr auto operator[](E) const {
            return tensor_of<typename E::value_type, typename E::shape_type>{};
        }
    };
    double value{};
    double tangent{};
    anything gradient{};
    template <expression E>
    constexpr auto operator[](E e) const {
        return gradient[e];
    }
};

}  // namespace detail

/// Whether the output `e` has a gradient with respect to a leaf or intermediate `to`.
template <expression E, expression To>
consteval bool has_gradient(E, To) {
    using P = detail::program_of<E>;
    if constexpr (is_leaf<To>) {
        using L = typename To::op_type;
        if constexpr (L::frozen || L::kind == leaf_kind::buffer ||
                      std::is_integral_v<typename L::value_type>)
            return false;
    }
    constexpr int n = detail::node_of<P, detail::target_of_t<To>>::value;
    if constexpr (n >= 0 && is_leaf<To>)
        if (detail::flat<P>::nodes[n].frozen) return false;
    return detail::reach<P>::gradient(n);
}
/// ... or with respect to any parameter of a layer.
template <expression E, class Layer>
    requires requires { typename Layer::parameters; }
consteval bool has_gradient(E e, Layer) {
    return [e]<class... Leaf>(list<Leaf...>) {
        return (has_gradient(e, detail::leaf_expression<Leaf>{}) || ... || false);
    }(typename Layer::parameters{});
}

}  // namespace espalier::inline ESPALIER_ABI
