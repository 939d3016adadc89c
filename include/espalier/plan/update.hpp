// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/expand.hpp>

/// Updates as nodes: where they run is then decided like everything else.
namespace espalier::inline ESPALIER_ABI {

/// The update of a parameter (operand 1), given its gradient (operand 0). What it does is the
/// optimizer's affair.
struct update_op : op_base {
    static constexpr auto name = fixed_string("update");
    static constexpr op_kind kind = op_kind::update;
    static constexpr index_t flops_per_element = 4;
};

namespace detail {

/// The addition of a gradient to a sum that is kept for a leaf, which stays as it is.
struct gradient_sum_op : update_op {
    static constexpr bool adds_to_sum = true;
    static constexpr index_t flops_per_element = 1;
};

template <class Op, class LeafForm>
using update_form =
    form<Op, typename LeafForm::out, typename LeafForm::out, typename LeafForm::out>;

template <std::size_t N>
struct buffer_update_list {
    indices<N> next, buffer;
};
/// The buffers that a training step moves: not those that are frozen, nor those of a layer that has
/// parameters none of which is trained.
template <std::size_t N>
consteval buffer_update_list<N> find_buffer_updates(node const* nodes, op_info const* table,
                                                    key const* trained, std::size_t trained_count) {
    buffer_update_list<N> l;
    auto is_trained = [&](key leaf) {
        for (std::size_t i = 0; i < trained_count; ++i)
            if (trained[i] == leaf) return true;
        return false;
    };
    for (std::size_t n = 0; n < N; ++n) {
        if (!table[nodes[n].op].updates_buffer) continue;
        node const& buffer = nodes[nodes[n].operand[1]];
        bool has_parameters = false, trains = false;
        for (std::size_t p = 0; p < N; ++p) {
            op_info const& info = table[nodes[p].op];
            if (info.kind != op_kind::leaf || info.leaf != leaf_kind::parameter ||
                nodes[p].prefix != buffer.prefix)
                continue;
            has_parameters = true;
            trains = trains || is_trained(nodes[p].id);
        }
        if (buffer.frozen || (has_parameters && !trains)) continue;
        l.next.push(nodes[n].operand[2]);
        l.buffer.push(nodes[n].operand[1]);
    }
    return l;
}

/// What a report tells of why there is no gradient, where the graph still knows.
template <class Graph>
struct activity_of {};
template <class Graph>
    requires requires { Graph::active; }
struct activity_of<Graph> {
    static constexpr auto const& active = Graph::active;
};

template <class GraphTicket, class Op, class Gradients, class Parameters>
struct updated_graph;

/// `Graph` and, behind it, one update for each gradient: a table entry for each shape of them.
template <class Graph, class Gradients, class Parameters>
using with_updates = updated_graph<graph_ticket<Graph>, update_op, Gradients, Parameters>;
/// ... one addition to a sum.
template <class Graph, class Gradients, class Leaves>
using with_sums = updated_graph<graph_ticket<Graph>, gradient_sum_op, Gradients, Leaves>;

/// The same for all that a graph was differentiated for, at these nodes.
template <class Graph, class Leaves>
struct with_all_sums {
    using type = with_sums<Graph, typename Graph::gradients, Leaves>;
};

template <class GraphTicket, class Op, int... Gradient, int... Parameter>
struct updated_graph<GraphTicket, Op, std::integer_sequence<int, Gradient...>,
                     std::integer_sequence<int, Parameter...>>
    : activity_of<redeemed<GraphTicket>> {
    using Graph = redeemed<GraphTicket>;
    static constexpr int updates = static_cast<int>(sizeof...(Gradient));
    static constexpr int gradient[sizeof...(Gradient) + 1]{Gradient...};
    static constexpr int parameter[sizeof...(Parameter) + 1]{Parameter...};

    /// The parameters' entries in the table, each once.
    static consteval auto find_ops() {
        indices<sizeof...(Parameter)> found;
        bool seen[static_cast<std::size_t>(Graph::table::size) + 1]{};
        for (int u = 0; u < updates; ++u) {
            int const op = Graph::nodes[parameter[u]].op;
            if (!seen[op]) found.push(op);
            seen[op] = true;
        }
        return found;
    }
    static constexpr auto ops = find_ops();
    template <std::size_t... I>
    static auto make_forms(std::index_sequence<I...>) -> list<update_form<
        Op, element_t<typename Graph::table, static_cast<std::size_t>(ops.value[I])>>...>;
    using forms = decltype(make_forms(std::make_index_sequence<ops.count>{}));
    using table = concat_lists_t<typename Graph::table, forms>;
    static constexpr int count = Graph::count + updates;

    struct node_list {
        node at[static_cast<std::size_t>(count)]{};
    };
    static consteval node_list make() {
        node_list l;
        for (int n = 0; n < Graph::count; ++n) l.at[n] = Graph::nodes[n];
        int form_of[static_cast<std::size_t>(Graph::table::size) + 1]{};
        for (std::size_t i = 0; i < ops.count; ++i)
            form_of[ops[i]] = static_cast<int>(Graph::table::size + i);
        for (int u = 0; u < updates; ++u) {
            node& n = l.at[Graph::count + u];
            n.op = form_of[Graph::nodes[parameter[u]].op];
            n.arity = 2;
            n.operand[0] = gradient[u];
            n.operand[1] = parameter[u];
        }
        return l;
    }
    static constexpr key salt = salted(
        salted(mix(mix(graph_key<Graph>, key_of<Op>), sizeof...(Gradient)), gradient), parameter);
    static constexpr node_list data = make();
    static constexpr node const* nodes = data.at;
};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
