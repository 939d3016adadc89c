// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Pruning: what a graph keeps when only some of its nodes are wanted. Graphs that are transformed
/// again, or become part of an expression, are pruned first.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct kept_nodes {
    bool live[N ? N : 1]{};
    indices<N> ops;  // those in use, in order of first use
};

/// A cotangent goes when nothing reads it; other leaves stay: they are the inputs and variables of
/// the program, and what a call must bind.
constexpr bool is_cotangent(op_info const& i) {
    return i.kind == op_kind::leaf && i.name == "es::cotangent";
}

template <std::size_t N>
consteval kept_nodes<N> find_kept(node const* nodes, int count, op_info const* table,
                                  int const* outputs, std::size_t output_count) {
    kept_nodes<N> k;
    bool used[N ? N : 1]{};
    for (std::size_t i = 0; i < output_count; ++i) k.live[outputs[i]] = true;
    for (int n = count - 1; n >= 0; --n) {
        op_info const& info = table[nodes[n].op];
        if (info.kind == op_kind::leaf && !is_cotangent(info)) k.live[n] = true;
        if (!k.live[n]) continue;
        for (int i = 0; i < nodes[n].arity; ++i)
            if (nodes[n].operand[i] >= 0) k.live[nodes[n].operand[i]] = true;
    }
    for (int n = 0; n < count; ++n)
        if (k.live[n] && !used[nodes[n].op]) {
            used[nodes[n].op] = true;
            k.ops.push(nodes[n].op);
        }
    return k;
}

template <std::size_t N, std::size_t Outputs>
struct pruned_data {
    graph_builder<N> graph{};
    int output[Outputs ? Outputs : 1]{};
};

/// The nodes of `Graph` that the given ones depend on; `data.output[i]` is the i-th of them.
template <class Graph, int... Output>
struct pruned {
    static constexpr std::size_t capacity =
        static_cast<std::size_t>(Graph::count) + static_cast<std::size_t>(Graph::table::size);
    static constexpr int outputs[sizeof...(Output) + 1]{Output...};
    static constexpr auto kept =
        find_kept<capacity>(Graph::nodes, Graph::count, table_info<typename Graph::table>::info,
                            outputs, sizeof...(Output));
    template <std::size_t... I>
    static auto pick(std::index_sequence<I...>)
        -> list<element_t<typename Graph::table, static_cast<std::size_t>(kept.ops.value[I])>...>;
    using table = decltype(pick(std::make_index_sequence<kept.ops.count>{}));
    using info = table_info<table>;

    static consteval auto make() {
        pruned_data<capacity, sizeof...(Output)> d;
        int op[capacity + 1]{}, at[capacity + 1]{};
        for (std::size_t i = 0; i < kept.ops.count; ++i) op[kept.ops[i]] = static_cast<int>(i);
        for (int n = 0; n < Graph::count; ++n) {
            if (!kept.live[n]) continue;
            node copy = Graph::nodes[n];
            copy.op = op[copy.op];
            for (int i = 0; i < copy.arity; ++i)
                if (copy.operand[i] >= 0) copy.operand[i] = at[copy.operand[i]];
            at[n] = d.graph.add(copy, info::info);
        }
        for (std::size_t i = 0; i < sizeof...(Output); ++i) d.output[i] = at[outputs[i]];
        return d;
    }
    static constexpr key salt = salted(mix(graph_key<Graph>, 11), outputs);
    static constexpr auto data = make();
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;
    static constexpr int result = data.output[0];
    static constexpr graph_view view{nodes, count, result, info::info, info::size};
};

}  // namespace espalier::inline ESPALIER_ABI::detail
