// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/add.hpp>
#include <espalier/op/sum_to.hpp>
#include <espalier/plan/activity.hpp>
#include <espalier/plan/expand.hpp>
#include <espalier/plan/parts.hpp>
#include <espalier/plan/recompute.hpp>

/// Reverse mode as a transformation of graphs: the nodes of a program, then the nodes of its
/// adjoints, built from the ops' own adjoint expressions. A gradient is a program like any other.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Array>
using add_form = form<add_op, Array, Array, Array>;

/// Where a cotangent comes from: the number one, another node, or a leaf bound at the call.
template <int Node>
struct seed_one {
    static constexpr int node = Node;
    static constexpr int from = -1;
    static constexpr key id = 1;
    template <class Array>
    using form_for = form<number<bits_of(1.0)>, array<typename Array::value_type>>;
};
template <int Node, int From>
struct seed_node {
    static constexpr int node = Node;
    static constexpr int from = From;
    static constexpr key id = 2;
    template <class Array>
    using form_for = add_form<Array>;
};
template <int Node, class Leaf>
struct seed_leaf {
    static constexpr int node = Node;
    static constexpr int from = -1;
    static constexpr key id = key_of<Leaf>;
    template <class Array>
    using form_for = form<Leaf, Array>;
};

/// The gradient of what the output does not depend on differentiably: zeros.
template <class Array>
struct zero_forms {
    using number_array = array<typename Array::value_type>;
    using zero = form<number<bits_of(0.0)>, number_array>;
    using zeros = form<broadcast_op<Array>, Array, number_array>;
    using table = list<zero, zeros>;
    static constexpr key keys[2]{key_of<zero>, key_of<zeros>};
};

template <std::size_t N>
struct pair_list {
    indices<N> op, operand, uses;  // adjoints needed of each op in the table
    indices<N> summed;             // ops whose results receive several cotangents
};

/// The distinct (op, operand) pairs whose adjoints are needed: no other adjoint is ever named.
template <std::size_t N, std::size_t Count>
consteval pair_list<N> active_pairs(node const* nodes, op_info const* table,
                                    activity_result<Count> const& a, part_lists<Count> const& parts,
                                    int const* seeds, std::size_t seed_count) {
    pair_list<N> pairs;
    int number[N ? N : 1]{};
    int received[Count ? Count : 1]{};
    bool is_summed[N ? N : 1]{};
    auto receive = [&](int receiver) {
        int const receiver_op = nodes[receiver].op;
        if (++received[receiver] == 2 && !is_summed[receiver_op]) {
            is_summed[receiver_op] = true;
            pairs.summed.push(receiver_op);
        }
    };
    for (std::size_t i = 0; i < seed_count; ++i) receive(seeds[i]);
    for (std::size_t n = 0; n < Count; ++n) {
        if (parts.form[n] >= 0) receive(static_cast<int>(n));
        if (!a.active(static_cast<int>(n)) || parts.is_part[n]) continue;
        op_info const& info = table[nodes[n].op];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            if (!passes_gradient(info, k) || !a.depends[x]) continue;
            int& at = number[nodes[n].op * max_operands + k];
            if (at == 0) {
                pairs.op.push(nodes[n].op);
                pairs.operand.push(k);
                pairs.uses.push(0);
                at = static_cast<int>(pairs.op.count);
            }
            ++pairs.uses.value[at - 1];
            receive(x);
        }
    }
    return pairs;
}

/// The adjoint of operand K as a body over (g, y, x...), summed over the axes that broadcast.
template <class Form, int K>
struct adjoint_body;
template <class Op, class Out, class... In, int K>
struct adjoint_body<form<Op, Out, In...>, K> {
    using operand = at<static_cast<std::size_t>(K), In...>;
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>) {
        return sum_to_array<operand>(Op::template adjoint<K>(
            argument<0, Out>{}, argument<1, Out>{}, argument<static_cast<int>(I) + 2, In>{}...));
    }
    using graph = flat<program_of<decltype(make(std::index_sequence_for<In...>{}))>>;
};

template <std::size_t Nodes, std::size_t Forward, std::size_t Wants>
struct differentiated_data {
    graph_builder<Nodes> graph{};
    int adjoint[Forward ? Forward : 1]{};  // of each node: its cotangent, or -1
    int gradient[Wants ? Wants : 1]{};
};

template <class GraphTicket, class Want, class... Seed>
struct differentiation;

/// `Graph` with the adjoints of the wanted nodes for the cotangents that the seeds give.
template <class Graph, class Want, class... Seed>
using differentiated = differentiation<graph_ticket<Graph>, Want, Seed...>;

template <class GraphTicket, int... Want, class... Seed>
struct differentiation<GraphTicket, std::integer_sequence<int, Want...>, Seed...> {
    using Graph = redeemed<GraphTicket>;
    using forward = table_info<typename Graph::table>;
    static constexpr std::size_t forward_count = static_cast<std::size_t>(Graph::count);
    static constexpr int want[sizeof...(Want) + 1]{Want...};
    static constexpr int seeds[sizeof...(Seed)]{Seed::node...};
    static constexpr auto active = activity<forward_count>(
        Graph::nodes, Graph::count, forward::info, seeds, sizeof...(Seed), want, sizeof...(Want));
    static constexpr auto recomputed =
        find_recomputed<forward_count>(Graph::nodes, forward::info, seeds, sizeof...(Seed));
    static constexpr auto parts = find_parts<forward_count>(Graph::nodes, forward::info, active);
    static constexpr auto pairs =
        active_pairs<static_cast<std::size_t>(forward::size* max_operands)>(
            Graph::nodes, forward::info, active, parts, seeds, sizeof...(Seed));

    template <int Op>
    using form_at = element_t<typename Graph::table, static_cast<std::size_t>(Op)>;
    template <int Node>
    using zeros_for = zero_forms<typename form_at<Graph::nodes[Node].op>::out>;
    template <int Node>
    using zero_table =
        std::conditional_t<active.active(Node), list<>, typename zeros_for<Node>::table>;
    template <int Form>
    using joined_form = typename form_of_parts<Graph, parts, Form>::type;
    template <class Pairs, class Sums, class Joined>
    struct types;
    template <std::size_t... I, std::size_t... S, std::size_t... J>
    struct types<std::index_sequence<I...>, std::index_sequence<S...>, std::index_sequence<J...>> {
        using table =
            unique_t<concat_lists_t<zero_table<Want>..., typename Graph::table,
                                    typename adjoint_body<form_at<pairs.op.value[I]>,
                                                          pairs.operand.value[I]>::graph::table...,
                                    list<add_form<typename form_at<pairs.summed.value[S]>::out>...>,
                                    list<joined_form<static_cast<int>(J)>...>,
                                    list<typename Seed::template form_for<
                                        typename form_at<Graph::nodes[Seed::node].op>::out>...>>>;
        static constexpr graph_view views[sizeof...(I) + 1]{
            adjoint_body<form_at<pairs.op.value[I]>, pairs.operand.value[I]>::graph::view...};
        static constexpr key sum_keys[sizeof...(S) + 1]{
            key_of<add_form<typename form_at<pairs.summed.value[S]>::out>>...};
        static constexpr key joined_keys[sizeof...(J) + 1]{
            key_of<joined_form<static_cast<int>(J)>>...};
        static constexpr key seed_keys[sizeof...(Seed)]{key_of<typename Seed::template form_for<
            typename form_at<Graph::nodes[Seed::node].op>::out>>...};
    };
    using built = types<std::make_index_sequence<pairs.op.count>,
                        std::make_index_sequence<pairs.summed.count>,
                        std::make_index_sequence<parts.receiver.count>>;
    using table = typename built::table;
    using info = table_info<table>;

    static consteval std::size_t capacity() {
        std::size_t n =
            forward_count * (recomputed.any ? 3 : 2) + sizeof...(Seed) + 2 * sizeof...(Want);
        for (std::size_t i = 0; i < pairs.op.count; ++i)
            n += static_cast<std::size_t>(pairs.uses.value[i] * (built::views[i].count + 1));
        return n;
    }
    static consteval auto make() {
        differentiated_data<capacity(), forward_count, sizeof...(Want)> d;
        op_numbers<info::size> const numbers(info::info, info::size);
        int(&adjoint)[forward_count ? forward_count : 1] = d.adjoint;
        int pair_at[static_cast<std::size_t>(forward::size * max_operands)]{};
        int sum_of[static_cast<std::size_t>(forward::size)]{};
        for (std::size_t i = 0; i < pairs.op.count; ++i)
            pair_at[pairs.op[i] * max_operands + pairs.operand[i]] = static_cast<int>(i) + 1;
        for (std::size_t i = 0; i < pairs.summed.count; ++i)
            sum_of[pairs.summed[i]] = numbers.map.find(built::sum_keys[i]);
        int scratch[capacity() + 1]{};
        for (std::size_t n = 0; n < forward_count; ++n) {
            node copy = Graph::nodes[n];
            copy.op = numbers[forward::info[copy.op]];
            d.graph.known.find_or_insert(copy.id, static_cast<int>(n));
            d.graph.nodes[n] = copy;
            adjoint[n] = -1;
        }
        d.graph.count = static_cast<int>(forward_count);
        auto accumulate = [&](int receiver, int part) {
            if (adjoint[receiver] < 0) {
                adjoint[receiver] = part;
                return;
            }
            node addition;
            addition.op = sum_of[Graph::nodes[receiver].op];
            addition.arity = 2;
            addition.operand[0] = adjoint[receiver];
            addition.operand[1] = part;
            adjoint[receiver] = d.graph.add(addition, info::info);
        };
        int const from[sizeof...(Seed)]{Seed::from...};
        for (std::size_t i = 0; i < sizeof...(Seed); ++i) {
            int g = from[i];
            if (g < 0) {
                node seed;
                seed.op = numbers.map.find(built::seed_keys[i]);
                g = d.graph.add(seed, info::info);
            }
            accumulate(seeds[i], g);
        }
        // A forward value as the backward pass reads it: kept, or computed again.
        int again[forward_count]{};  // the node + 1
        auto now = [&](int x) { return recomputed.again[x] ? again[x] - 1 : x; };
        auto reread = [&](int x) {
            if (!recomputed.again[x] || again[x] != 0) return now(x);
            bool missing[forward_count]{};
            missing[x] = true;
            for (int n = x; n >= 0; --n)
                for (int k = 0; missing[n] && k < Graph::nodes[n].arity; ++k) {
                    int const y = Graph::nodes[n].operand[k];
                    missing[y] = missing[y] || (recomputed.again[y] && again[y] == 0);
                }
            for (int n = 0; n <= x; ++n) {
                if (!missing[n]) continue;
                node copy = d.graph.nodes[n];
                ++copy.copy;
                for (int k = 0; k < copy.arity; ++k) copy.operand[k] = now(copy.operand[k]);
                again[n] = d.graph.add(copy, info::info) + 1;
            }
            return now(x);
        };
        for (int n = static_cast<int>(forward_count) - 1; n >= 0; --n) {
            if (parts.form[n] >= 0) {
                node joined;
                joined.op = numbers.map.find(built::joined_keys[parts.form[n]]);
                joined.prefix = Graph::nodes[parts.first[n] - 1].prefix;
                for (int p = parts.first[n]; p != 0; p = parts.next[p - 1])
                    joined.operand[joined.arity++] = adjoint[p - 1];
                accumulate(n, d.graph.add(joined, info::info));
            }
            if (!active.active(n) || adjoint[n] < 0 || parts.is_part[n]) continue;
            node const& at_n = Graph::nodes[n];
            int arguments[max_operands + 2]{adjoint[n], reread(n)};
            for (int k = 0; k < at_n.arity; ++k) arguments[k + 2] = reread(at_n.operand[k]);
            for (int k = 0; k < at_n.arity; ++k) {
                int const x = at_n.operand[k];
                int const pair = pair_at[at_n.op * max_operands + k];
                if (pair == 0 || !active.depends[x]) continue;
                accumulate(x, inline_body(d.graph, built::views[pair - 1], arguments, at_n.prefix,
                                          false, numbers, info::info, scratch));
            }
        }
        key const* const zero_keys[]{zeros_for<Want>::keys..., nullptr};
        for (std::size_t i = 0; i < sizeof...(Want); ++i) {
            d.gradient[i] = adjoint[want[i]];
            if (d.gradient[i] >= 0) continue;
            node zero, zeros;
            zero.op = numbers.map.find(zero_keys[i][0]);
            zeros.op = numbers.map.find(zero_keys[i][1]);
            zeros.arity = 1;
            zeros.operand[0] = d.graph.add(zero, info::info);
            d.gradient[i] = d.graph.add(zeros, info::info);
        }
        return d;
    }
    static constexpr int seed_from[sizeof...(Seed)]{Seed::from...};
    static constexpr key seed_ids[sizeof...(Seed)]{Seed::id...};
    static constexpr key salt = salted(
        salted(salted(salted(mix(graph_key<Graph>, sizeof...(Want)), want), seeds), seed_from),
        seed_ids);
    static constexpr auto data = make();
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;

    template <std::size_t... I>
    static auto list_gradients(std::index_sequence<I...>)
        -> std::integer_sequence<int, data.gradient[I]...>;
    /// The nodes of the wanted gradients.
    using gradients = decltype(list_gradients(std::make_index_sequence<sizeof...(Want)>{}));
};

}  // namespace espalier::inline ESPALIER_ABI::detail
