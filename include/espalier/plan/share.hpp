// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Sharing: what the samples of a batch share is computed once, in front of them, and
/// differentiated once, behind them, from the sums of their cotangents. To that end a graph is cut
/// at the values that one part of it makes and another reads.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct node_marks {
    bool at[N ? N : 1]{};
};

/// What is stored for its readers: no view of another value, nothing that numbers in the type alone
/// make, and no index.
template <std::size_t N>
consteval node_marks<N> find_storable(node const* nodes, int count, op_info const* table) {
    node_marks<N> storable;
    bool has_leaf[N ? N : 1]{};
    for (int n = 0; n < count; ++n) {
        op_info const& info = table[nodes[n].op];
        has_leaf[n] = info.kind == op_kind::leaf;
        for (int k = 0; k < nodes[n].arity; ++k)
            has_leaf[n] = has_leaf[n] || has_leaf[nodes[n].operand[k]];
        bool const is_view =
            info.kind == op_kind::alias || (info.kind == op_kind::elementwise && info.flops == 0);
        storable.at[n] = has_leaf[n] && info.kind != op_kind::leaf && !is_view && !info.integer;
    }
    return storable;
}

/// The values that samples share and read: storable nodes that depend on no leaf of `sources`, with
/// a reader that does. None where the result itself is the same for all samples.
template <std::size_t N>
consteval indices<N> find_shared(node const* nodes, int count, op_info const* table, int result,
                                 int const* sources, std::size_t source_count) {
    indices<N> shared;
    auto const storable = find_storable<N>(nodes, count, table);
    bool sampled[N ? N : 1]{}, with_samples[N ? N : 1]{}, read[N ? N : 1]{};
    for (std::size_t i = 0; i < source_count; ++i)
        if (sources[i] >= 0) sampled[sources[i]] = true;
    for (int n = 0; n < count; ++n)
        for (int k = 0; k < nodes[n].arity; ++k)
            sampled[n] = sampled[n] || sampled[nodes[n].operand[k]];
    if (result < 0 || !sampled[result]) return shared;
    with_samples[result] = true;
    for (int n = result; n >= 0; --n) {
        if (!with_samples[n]) continue;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            (sampled[x] || !storable.at[x] ? with_samples : read)[x] = true;
        }
    }
    for (int n = 0; n < count; ++n)
        if (read[n]) shared.push(n);
    return shared;
}

/// The values that a backward pass, the nodes behind the first `forward`, reads of the forward one.
template <std::size_t N>
consteval indices<N> find_saved(node const* nodes, int count, op_info const* table, int forward,
                                int const* outputs, std::size_t output_count) {
    indices<N> saved;
    auto const storable = find_storable<N>(nodes, count, table);
    bool live[N ? N : 1]{};
    for (std::size_t i = 0; i < output_count; ++i) live[outputs[i]] = true;
    for (int n = count - 1; n >= 0; --n) {
        if (!live[n] || (n < forward && storable.at[n])) continue;
        for (int k = 0; k < nodes[n].arity; ++k) live[nodes[n].operand[k]] = true;
    }
    for (int n = 0; n < forward; ++n)
        if (live[n] && storable.at[n]) saved.push(n);
    return saved;
}

template <std::size_t I>
consteval auto shared_name() {
    return join("es::shared ", digits<I>);
}
/// The input that stands for the I-th value at which a graph is cut.
template <std::size_t I, class Array>
using shared_leaf = leaf<leaf_kind::input, shared_name<I>(), typename Array::shape_type,
                         typename Array::value_type>;

template <std::size_t N>
struct cut_result {
    int cut[N ? N : 1]{};  // of each node: its number among the values at which it is cut + 1, or 0
    bool live[N ? N : 1]{};
    indices<N> ops;  // of the live nodes
};
template <std::size_t N>
consteval cut_result<N> find_cut(node const* nodes, int count, int const* cuts,
                                 std::size_t cut_count, int const* outputs,
                                 std::size_t output_count) {
    cut_result<N> c;
    bool used[N ? N : 1]{};
    for (std::size_t i = 0; i < cut_count; ++i) c.cut[cuts[i]] = static_cast<int>(i) + 1;
    for (std::size_t i = 0; i < output_count; ++i) c.live[outputs[i]] = true;
    for (int n = count - 1; n >= 0; --n) {
        if (!c.live[n] || c.cut[n] > 0) continue;
        if (!used[nodes[n].op]) c.ops.push(nodes[n].op);
        used[nodes[n].op] = true;
        for (int k = 0; k < nodes[n].arity; ++k) c.live[nodes[n].operand[k]] = true;
    }
    return c;
}

template <std::size_t N, std::size_t Outputs>
struct cut_data {
    graph_builder<N> graph{};
    int output[Outputs ? Outputs : 1]{};
};

template <class Graph, class Cuts, int... Output>
struct cut_graph;
/// What is behind the nodes `Cut...`, as far as `Output...` depend on it; an input stands for each
/// of those nodes. `data.output[i]` is the i-th output.
template <class Graph, int... Cut, int... Output>
struct cut_graph<Graph, std::integer_sequence<int, Cut...>, Output...> {
    static constexpr std::size_t capacity =
        static_cast<std::size_t>(Graph::count) + static_cast<std::size_t>(Graph::table::size);
    static constexpr int cuts[sizeof...(Cut) + 1]{Cut...};
    static constexpr int outputs[sizeof...(Output) + 1]{Output...};
    static constexpr auto found = find_cut<capacity>(Graph::nodes, Graph::count, cuts,
                                                     sizeof...(Cut), outputs, sizeof...(Output));
    template <int Node>
    using array_at = typename element_t<typename Graph::table,
                                        static_cast<std::size_t>(Graph::nodes[Node].op)>::out;
    template <class Cuts, class Ops>
    struct forms;
    template <std::size_t... I, std::size_t... Op>
    struct forms<std::index_sequence<I...>, std::index_sequence<Op...>> {
        using table = list<
            form<shared_leaf<I, array_at<Cut>>, array_at<Cut>>...,
            element_t<typename Graph::table, static_cast<std::size_t>(found.ops.value[Op])>...>;
    };
    using table = typename forms<std::make_index_sequence<sizeof...(Cut)>,
                                 std::make_index_sequence<found.ops.count>>::table;
    using info = table_info<table>;

    static consteval auto make() {
        cut_data<capacity, sizeof...(Output)> d;
        int op[capacity + 1]{}, at[capacity + 1]{};
        for (std::size_t i = 0; i < found.ops.count; ++i)
            op[found.ops[i]] = static_cast<int>(sizeof...(Cut) + i);
        for (int n = 0; n < Graph::count; ++n) {
            if (!found.live[n]) continue;
            node copy;
            if (found.cut[n] > 0) {
                copy.op = found.cut[n] - 1;
            } else {
                copy = Graph::nodes[n];
                copy.op = op[copy.op];
                for (int k = 0; k < copy.arity; ++k) copy.operand[k] = at[copy.operand[k]];
            }
            at[n] = d.graph.add(copy, info::info);
        }
        for (std::size_t i = 0; i < sizeof...(Output); ++i) d.output[i] = at[outputs[i]];
        return d;
    }
    static constexpr key salt = salted(salted(mix(graph_key<Graph>, 17), cuts), outputs);
    static constexpr auto data = make();
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;
    static constexpr int result = data.output[0];
    static constexpr graph_view view{nodes, count, result, info::info, info::size};
};

}  // namespace espalier::inline ESPALIER_ABI::detail
