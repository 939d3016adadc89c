// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/orient.hpp>

/// The passes in order, over one graph and what is wanted of it.
namespace espalier::inline ESPALIER_ABI::detail {

/// A graph with all that is decided about its execution. `Output...` are nodes.
template <class GraphTicket, int... Output>
struct planning {
    using graph = redeemed<GraphTicket>;
    using table = typename graph::table;
    using info = table_info<table>;
    static constexpr std::size_t count = static_cast<std::size_t>(graph::count);
    static constexpr node const* nodes = graph::nodes;
    static constexpr std::size_t output_count = sizeof...(Output);
    static constexpr int outputs[sizeof...(Output) + 1]{Output...};
    static constexpr auto order = schedule<count>(nodes, info::info, outputs, output_count);
    static constexpr auto fusion = fuse<count>(nodes, info::info, order, outputs, output_count);
    static constexpr auto memory =
        allocate<count>(nodes, info::info, order, fusion, outputs, output_count);
    static constexpr auto orientation =
        orient<count>(nodes, info::info, fusion, memory, order, storage_width<float>);
    static constexpr auto groups = list_groups<count>(order, fusion);

    static constexpr op_info const& info_of_node(int n) { return info::info[nodes[n].op]; }
    static constexpr int source(int n) { return source_of(nodes, info::info, n); }
    template <int Node>
    using form_of = element_t<table, static_cast<std::size_t>(nodes[Node].op)>;
};
template <class Graph, int... Output>
using planned = planning<graph_ticket<Graph>, Output...>;

/// A plan whose outputs are these nodes and those of a sequence.
template <class Graph, class More, int... Output>
struct planned_with;
template <class Graph, int... More, int... Output>
struct planned_with<Graph, std::integer_sequence<int, More...>, Output...> {
    using type = planned<Graph, Output..., More...>;
};

template <class Plan>
inline constexpr key plan_key = [] {
    key all = mix(graph_key<typename Plan::graph>, Plan::output_count);
    for (std::size_t i = 0; i < Plan::output_count; ++i)
        all = mix(all, static_cast<key>(Plan::outputs[i]));
    if constexpr (requires { Plan::salt; }) all = mix(all, Plan::salt);
    return all;
}();
template <class Plan>
using plan_ticket = ticket_for<Plan, plan_key<Plan>, graph_has_unique_name<typename Plan::graph>>;

/// The full name of a leaf node: the layer's name, a dot, the local name.
template <class GraphTicket, int Node>
struct leaf_at {
    using Graph = redeemed<GraphTicket>;
    static constexpr node const& at = Graph::nodes[Node];
    using local = typename element_t<typename Graph::table, static_cast<std::size_t>(at.op)>::op;
    static constexpr std::size_t length =
        local::name.size() + (at.prefix.empty() ? 0 : at.prefix.size() + 1);
    static consteval auto make() {
        fixed_string<length + 1> full;
        std::size_t i = 0;
        for (char c : at.prefix) full.text[i++] = c;
        if (i > 0) full.text[i++] = '.';
        for (char c : local::name.view()) full.text[i++] = c;
        return full;
    }
    using type = leaf<local::kind, make(), typename local::shape_type, typename local::value_type,
                      at.frozen && local::kind != leaf_kind::input, typename local::start>;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
