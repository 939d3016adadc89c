// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Abstraction: a part of a graph as the body of an op. Some nodes become its arguments.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct abstraction {
    int argument[N ? N : 1]{};  // of each node: its number + 1, or 0
    bool live[N ? N : 1]{};     // the output depends on it, and no argument stands between
    indices<N> ops;             // those in use
};

template <std::size_t N>
consteval abstraction<N> find_abstraction(node const* nodes, int const* arguments,
                                          std::size_t argument_count, int output) {
    abstraction<N> a;
    bool used[N ? N : 1]{};
    for (std::size_t i = 0; i < argument_count; ++i)
        if (arguments[i] >= 0) a.argument[arguments[i]] = static_cast<int>(i) + 1;
    a.live[output] = a.argument[output] == 0;
    for (int n = output; n >= 0; --n) {
        if (!a.live[n]) continue;
        if (!used[nodes[n].op]) a.ops.push(nodes[n].op);
        used[nodes[n].op] = true;
        for (int k = 0; k < nodes[n].arity; ++k)
            if (int const x = nodes[n].operand[k]; a.argument[x] == 0) a.live[x] = true;
    }
    return a;
}

template <class Graph, class Arguments, int Output>
struct abstracted;
/// The node `Output` as a function of the nodes `Argument...`; where one is -1, nothing reads that
/// argument.
template <class Graph, int... Argument, int Output>
struct abstracted<Graph, std::integer_sequence<int, Argument...>, Output> {
    static constexpr std::size_t capacity =
        static_cast<std::size_t>(Graph::count) + static_cast<std::size_t>(Graph::table::size);
    static constexpr int arguments[sizeof...(Argument) + 1]{Argument...};
    static constexpr auto found =
        find_abstraction<capacity>(Graph::nodes, arguments, sizeof...(Argument), Output);
    template <std::size_t... I>
    static auto pick(std::index_sequence<I...>)
        -> list<element_t<typename Graph::table, static_cast<std::size_t>(found.ops.value[I])>...>;
    using table = decltype(pick(std::make_index_sequence<found.ops.count>{}));
    using info = table_info<table>;

    struct made {
        graph_builder<capacity> graph{};
        int result = 0;
    };
    static consteval made make() {
        made m;
        int op[capacity + 1]{}, at[capacity + 1]{};
        for (std::size_t i = 0; i < found.ops.count; ++i) op[found.ops[i]] = static_cast<int>(i);
        for (int n = 0; n < Graph::count; ++n) {
            if (found.argument[n] > 0) at[n] = -found.argument[n];
            if (!found.live[n]) continue;
            node copy = Graph::nodes[n];
            copy.op = op[copy.op];
            for (int k = 0; k < copy.arity; ++k) copy.operand[k] = at[copy.operand[k]];
            at[n] = m.graph.add(copy, info::info);
        }
        m.result = at[Output];
        return m;
    }
    static constexpr key salt = mix(salted(mix(graph_key<Graph>, 13), arguments), Output);
    static constexpr auto data = make();
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;
    static constexpr int result = data.result;
    static constexpr graph_view view{nodes, count, result, info::info, info::size};
};

}  // namespace espalier::inline ESPALIER_ABI::detail
