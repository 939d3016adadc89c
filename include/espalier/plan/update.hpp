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
