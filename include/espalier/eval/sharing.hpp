// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/tiles.hpp>
#include <espalier/plan/share.hpp>

/// A program over a batch in three parts: what its samples share, what is left for each of them,
/// and the gradients of what they share.
namespace espalier::inline ESPALIER_ABI::detail {

/// Nodes that a pass found, as a type.
template <auto const& Found, class Count = std::make_index_sequence<Found.count>>
struct as_sequence;
template <auto const& Found, std::size_t... I>
struct as_sequence<Found, std::index_sequence<I...>> {
    using type = std::integer_sequence<int, Found.value[I]...>;
};

/// The values that samples of `Leaf...` share in program P.
template <class P, class Leaves>
struct shared_values;
template <class P, class... Leaf>
struct shared_values<P, list<Leaf...>> {
    using graph = flat<P>;
    static constexpr std::size_t capacity = static_cast<std::size_t>(graph::count);
    static consteval auto find() {
        int const sources[sizeof...(Leaf) + 1]{node_of<P, leaf_target<Leaf>>::value...};
        for (int n = 0; n < graph::count; ++n)
            if (graph::view.table[graph::nodes[n].op].updates_buffer) return indices<capacity>{};
        return find_shared<capacity>(graph::nodes, graph::count, graph::view.table, graph::result,
                                     sources, sizeof...(Leaf));
    }
    static constexpr auto found = find();
    static constexpr std::size_t count = found.count;
    using nodes = typename as_sequence<found>::type;
};

/// What of program P is computed for each sample of `Leaves`, as an op.
template <class ProgramTicket, class Leaves>
struct each_sample_op : composite<"each_sample"> {
    using P = redeemed<ProgramTicket>;
    template <class...>
    static consteval auto result() {
        return typename P::type::array_type{};
    }
    struct made {
        using graph = cut_graph<flat<P>, typename shared_values<P, Leaves>::nodes, flat<P>::result>;
    };
    using expansion = typename made::graph;
};
/// ... as a program: P itself where samples share nothing that is computed.
template <class P, class Leaves>
struct each_sample {
    using type = P;
};
template <class P, class Leaves>
    requires(shared_values<P, Leaves>::count > 0)
struct each_sample<P, Leaves> {
    using type = program_of<decltype(apply<each_sample_op<program_ticket<P>, Leaves>>())>;
};

/// The plan of a backward pass behind the nodes `Values`: it updates `Target...`.
template <class Backward, class Values, class Targets, class Numbers>
struct gradients_behind;
template <class Backward, class Values, int... Target, std::size_t... I>
struct gradients_behind<Backward, Values, std::integer_sequence<int, Target...>,
                        std::index_sequence<I...>> {
    using cut = cut_graph<Backward, Values, Backward::data.gradient[I]..., Target...>;
    using plan =
        planned<with_sums<cut, std::integer_sequence<int, cut::data.output[I]...>,
                          std::integer_sequence<int, cut::data.output[sizeof...(I) + I]...>>>;
};

template <class Graph, int Node>
using array_at_node =
    typename element_t<typename Graph::table, static_cast<std::size_t>(Graph::nodes[Node].op)>::out;
/// The input that stands for the sum of the cotangents of the I-th shared value.
template <std::size_t I, class Array>
using shared_cotangent = leaf<leaf_kind::input, join("es::cotangent of ", shared_name<I>()),
                              typename Array::shape_type, typename Array::value_type>;

template <class Graph, int Value, int Node>
struct shared_seed {
    using array = array_at_node<Graph, Node>;
    using type = seed_leaf<Node, shared_cotangent<static_cast<std::size_t>(Value), array>>;
};

/// The backward pass of shared values: of those whose numbers are `Value...`, of which the nodes
/// are `Node...`, to the nodes `Target...`.
template <class Graph, class Shared, class Targets, class Values, class Nodes>
struct shared_reverse;
template <class Graph, class Shared, int... Target, int... Value, int... Node>
struct shared_reverse<Graph, Shared, std::integer_sequence<int, Target...>,
                      std::integer_sequence<int, Value...>, std::integer_sequence<int, Node...>> {
    using whole = differentiated<Graph, std::integer_sequence<int, Target...>,
                                 typename shared_seed<Graph, Value, Node>::type...>;
    static constexpr std::size_t capacity = static_cast<std::size_t>(Graph::count);
    /// What the samples read, and then what else the gradients do.
    static consteval auto find_values() {
        auto const saved = find_saved<static_cast<std::size_t>(whole::count)>(
            whole::nodes, whole::count, table_info<typename whole::table>::info, Graph::count,
            whole::data.gradient, sizeof...(Target));
        indices<capacity> all;
        bool listed[capacity]{};
        for (std::size_t i = 0; i < Shared::count; ++i) {
            all.push(Shared::found[i]);
            listed[Shared::found[i]] = true;
        }
        for (std::size_t i = 0; i < saved.count; ++i)
            if (!listed[saved[i]]) all.push(saved[i]);
        return all;
    }
    static constexpr auto values = find_values();
    using plan = typename gradients_behind<whole, typename as_sequence<values>::type,
                                           std::integer_sequence<int, Target...>,
                                           std::make_index_sequence<sizeof...(Target)>>::plan;
};
template <class Graph, class Nodes>
struct planned_values;
template <class Graph, int... Node>
struct planned_values<Graph, std::integer_sequence<int, Node...>> {
    using type = planned<Graph, Node...>;
};

/// What the samples of `Leaves` share in P: a plan of its values, which runs before the samples,
/// and one of the gradients of `Target...`, for the sums of the values' cotangents over them.
template <class P, class Targets, class Leaves>
struct shared_part;
template <class P, class... Target, class Leaves>
struct shared_part<P, list<Target...>, Leaves> {
    using graph = flat<P>;
    using read = shared_values<P, Leaves>;  // by the samples
    using core = typename each_sample<P, Leaves>::type;
    static constexpr std::size_t targets = sizeof...(Target), capacity = read::capacity;
    static constexpr int target[targets + 1]{node_of<P, Target>::value...};
    /// Whether the samples read a target themselves.
    static constexpr bool read_by_samples[targets + 1]{(node_of<core, Target>::value >= 0)...};
    static constexpr auto active =
        activity<capacity>(graph::nodes, graph::count, graph::view.table, read::found.value,
                           read::count, target, targets);
    /// The targets that shared values depend on; the values that depend on some.
    static constexpr auto behind = [] {
        indices<targets> found;
        for (std::size_t i = 0; i < targets; ++i)
            if (active.active(target[i])) found.push(static_cast<int>(i));
        return found;
    }();
    static constexpr auto seeded = [] {
        indices<read::capacity> found;
        for (std::size_t i = 0; i < read::count; ++i)
            if (active.depends[read::found[i]]) found.push(static_cast<int>(i));
        return found;
    }();

    /// The same as nodes.
    static constexpr auto target_nodes = [] {
        indices<targets> found;
        for (std::size_t i = 0; i < behind.count; ++i) found.push(target[behind[i]]);
        return found;
    }();
    static constexpr auto seeded_nodes = [] {
        indices<read::capacity> found;
        for (std::size_t i = 0; i < seeded.count; ++i)
            found.push(read::found[static_cast<std::size_t>(seeded[i])]);
        return found;
    }();
    struct nothing_to_differentiate {
        static constexpr auto values = read::found;
    };
    static auto find_reverse() {
        if constexpr (seeded.count > 0)
            return held_type<shared_reverse<graph, read, typename as_sequence<target_nodes>::type,
                                            typename as_sequence<seeded>::type,
                                            typename as_sequence<seeded_nodes>::type>>{};
        else
            return held_type<nothing_to_differentiate>{};
    }
    using backward = typename decltype(find_reverse())::type;
    /// All values that are kept, one behind the other: where each begins.
    static constexpr std::size_t count = backward::values.count;
    static constexpr index_t offset(std::size_t value) {
        index_t at = 0;
        for (std::size_t i = 0; i < value; ++i) {
            index_t const size =
                graph::view.table[graph::nodes[backward::values[i]].op].shape.size();
            at += (size + offset_granularity - 1) / offset_granularity * offset_granularity;
        }
        return at;
    }
    template <std::size_t I>
    using value = shared_leaf<I, array_at_node<graph, backward::values.value[I]>>;
    template <std::size_t I>
    using cotangent = shared_cotangent<I, array_at_node<graph, backward::values.value[I]>>;
    using forward =
        typename planned_values<graph, typename as_sequence<backward::values>::type>::type;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
