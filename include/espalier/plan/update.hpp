// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/expand.hpp>

/// Updates as nodes: where they run is then decided like everything else.
namespace espalier::inline ESPALIER_ABI {

/// The update of a parameter, given its gradient. What it does is the optimizer's affair.
template <class Leaf>
struct update_op : op_base {
    static constexpr auto name = fixed_string("update");
    static constexpr op_kind kind = op_kind::update;
    static constexpr index_t flops_per_element = 4;
    using leaf_type = Leaf;
};

namespace detail {

template <int Gradient, int Parameter, class Leaf>
struct update_of {
    static constexpr int gradient = Gradient;
    static constexpr int parameter = Parameter;
    using array = array_of<typename Leaf::value_type, typename Leaf::shape_type>;
    using form = detail::form<update_op<Leaf>, array, array, array>;
};

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

/// `Graph` and, behind it, one update for each gradient.
template <class Graph, class... Update>
struct with_updates {
    using table = concat_lists_t<typename Graph::table, list<typename Update::form...>>;
    static constexpr auto const& active = Graph::active;
    static constexpr int count = Graph::count + static_cast<int>(sizeof...(Update));

    struct node_list {
        node at[static_cast<std::size_t>(count)]{};
    };
    static consteval node_list make() {
        node_list l;
        for (int n = 0; n < Graph::count; ++n) l.at[n] = Graph::nodes[n];
        int const gradient[sizeof...(Update) + 1]{Update::gradient...};
        int const parameter[sizeof...(Update) + 1]{Update::parameter...};
        for (int u = 0; u < static_cast<int>(sizeof...(Update)); ++u) {
            node& n = l.at[Graph::count + u];
            n.op = static_cast<int>(Graph::table::size) + u;
            n.arity = 2;
            n.operand[0] = gradient[u];
            n.operand[1] = parameter[u];
        }
        return l;
    }
    static constexpr key updates[sizeof...(Update) + 1]{key_of<Update>...};
    static constexpr key salt = salted(mix(graph_key<Graph>, sizeof...(Update)), updates);
    static constexpr node_list data = make();
    static constexpr node const* nodes = data.at;
};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
