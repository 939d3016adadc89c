// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/activity.hpp>
#include <espalier/plan/expand.hpp>
#include <espalier/plan/timeline.hpp>

/// The plan as constants for users: bytes, flops, and what became of every node.
namespace espalier::inline ESPALIER_ABI {

/// One node of the expanded program.
struct plan_node {
    std::string_view op{};     // what is applied; "parameter", "input", ... for leaves
    std::string_view layer{};  // the layer's name, or empty
    std::string_view name{};   // of a leaf, within its layer
    double number = 0;         // of a number
    extents shape{};
    bool computed = false;                            // its value is needed
    bool adjoint = false;                             // its adjoint is computed ...
    adjoint_reason reason = adjoint_reason::no_path;  // ... or why not
    int arity = 0;
    int operand[detail::max_operands]{};  // positions of the nodes it reads
    index_t flops = 0;
    index_t bytes = 0;             // in the workspace
    index_t offset = 0;            // there, in bytes
    bool kept_statistics = false;  // of a layer that is frozen, yet normalises by the batch
    int loop = -1;                 // the loop that computes it; -1 where none does
    int group = -1;                // of a parameter that a trainer knows
};

/// An option of a parameter group. The value is known here where it is a number in the type.
enum class plan_option_kind : unsigned char { constant, run_time, schedule, flag };
struct plan_option {
    std::string_view name{};
    plan_option_kind kind = plan_option_kind::constant;
    int count = 1;  // of its numbers: two of `betas`
    double value[2]{};
};
inline constexpr int max_plan_options = 16;

/// A parameter group of a trainer.
struct plan_group {
    std::string_view rule{};
    bool frozen = false;
    int option_count = 0;
    plan_option options[max_plan_options]{};
};

/// `Loops` run one after another; each of `Values` has its place in the workspace.
template <std::size_t Nodes, std::size_t Loops = 0, std::size_t Values = 0, std::size_t Groups = 0>
struct plan_data {
    index_t parameter_bytes = 0;  // of all parameters and buffers of the program
    index_t trained_bytes = 0;    // of those whose gradients are computed
    index_t gradient_bytes = 0;   // of gradients that are stored before they are used
    index_t state_bytes = 0;      // of the optimizer
    index_t workspace_bytes = 0;  // on the stack of a step
    index_t total_bytes = 0;
    index_t forward_flops = 0;
    index_t backward_flops = 0;  // updates included
    std::size_t node_count = Nodes, loop_count = Loops, value_count = Values, group_count = Groups;
    plan_node nodes[Nodes]{};
    plan_loop loops[Loops ? Loops : 1]{};
    plan_value values[Values ? Values : 1]{};
    plan_group groups[Groups ? Groups : 1]{};

    constexpr plan_node const* begin() const { return nodes; }
    constexpr plan_node const* end() const { return nodes + Nodes; }
};

namespace detail {

constexpr std::string_view leaf_kind_name(leaf_kind k) {
    return k == leaf_kind::input ? "input" : k == leaf_kind::parameter ? "parameter" : "buffer";
}

/// The activity of a differentiated graph; nothing is active in a graph that is only evaluated.
template <class Graph>
constexpr adjoint_reason reason_for(int n) {
    if constexpr (requires { Graph::active; })
        return Graph::active.why(n);
    else
        return adjoint_reason::no_path;
}

/// Marks buffers that the program moves in training, but whose layer is frozen: by itself, or as
/// none of its parameters is trained.
template <std::size_t Nodes, std::size_t... N>
constexpr void mark_kept_statistics(plan_data<Nodes, N...>& r, node const* nodes,
                                    op_info const* table) {
    for (std::size_t i = 0; i < Nodes; ++i) {
        if (!table[nodes[i].op].updates_buffer) continue;
        auto const b = static_cast<std::size_t>(nodes[i].operand[1]);
        bool has_parameters = false, trains = false;
        for (plan_node const& n : r) {
            if (n.op != "parameter" || n.layer != r.nodes[b].layer) continue;
            has_parameters = true;
            trains = trains || n.adjoint;
        }
        r.nodes[b].kept_statistics = nodes[b].frozen || (has_parameters && !trains);
    }
}

/// A reduction leaves its axes with extent 1, and a reshape drops them: for users that is one node,
/// of the shape without them, unless something reads both.
template <std::size_t Nodes, std::size_t... N>
constexpr void join_dropped_axes(plan_data<Nodes, N...>& r, node const* nodes,
                                 op_info const* table) {
    for (std::size_t i = 0; i < Nodes; ++i) {
        if (r.nodes[i].op != "reshape") continue;
        int const reduced = r.nodes[i].operand[0];
        if (table[nodes[reduced].op].kind != op_kind::reduction) continue;
        int readers = 0;
        for (plan_node const& n : r)
            for (int k = 0; k < n.arity; ++k) readers += n.operand[k] == reduced;
        if (readers > 1) continue;
        r.nodes[reduced].shape = r.nodes[i].shape;
        r.nodes[i].computed = false;
        for (plan_node& n : r.nodes)
            for (int k = 0; k < n.arity; ++k)
                if (n.operand[k] == static_cast<int>(i)) n.operand[k] = reduced;
    }
}

template <class Plan, class P, index_t StateBytes, index_t StoredGradientBytes,
          std::size_t Groups = 0>
consteval auto make_report() {
    using graph = flat<P>;
    using T = typename P::type::value_type;
    constexpr std::size_t count = static_cast<std::size_t>(graph::count);
    constexpr std::size_t loops = static_cast<std::size_t>(Plan::fusion.count);
    plan_data<count, loops, count_values<Plan>(), Groups> r;
    fill_timeline<Plan, count, sizeof(T)>(r.loops, r.values);
    r.state_bytes = StateBytes;
    r.gradient_bytes = StoredGradientBytes;
    r.workspace_bytes = Plan::memory.size * sizeof(T);
    for (std::size_t i = 0; i < Plan::count; ++i) {
        int const n = static_cast<int>(i);
        op_info const& what = Plan::info_of_node(n);
        if (!Plan::order.live[i]) continue;
        if (Plan::fusion.group_of[i] >= 0)  // not made of numbers alone, which the compiler knows
            (i < count ? r.forward_flops : r.backward_flops) += what.flops;
        if (StoredGradientBytes == 0 && Plan::order.only_updates[i] && Plan::memory.in_workspace[i])
            r.gradient_bytes += what.shape.size() * sizeof(T);
    }
    for (std::size_t i = 0; i < count; ++i) {
        int const n = static_cast<int>(i);
        op_info const& what = Plan::info_of_node(n);
        plan_node& to = r.nodes[i];
        bool const is_leaf_node = what.kind == op_kind::leaf;
        to.op = is_leaf_node ? leaf_kind_name(what.leaf) : what.name;
        to.layer = Plan::nodes[n].prefix;
        if (is_leaf_node) to.name = what.name;
        to.number = what.number;
        to.loop = Plan::fusion.group_of[i];
        to.shape = what.shape;
        to.computed = Plan::order.live[i];
        to.reason = reason_for<typename Plan::graph>(n);
        to.adjoint = to.reason == adjoint_reason::computed;
        to.flops = what.flops;
        to.arity = Plan::nodes[n].arity;
        for (int k = 0; k < to.arity; ++k) to.operand[k] = Plan::nodes[n].operand[k];
        if (Plan::memory.in_workspace[i]) {
            to.bytes = what.shape.size() * sizeof(T);
            to.offset = Plan::memory.offset[i] * sizeof(T);
        }
        if (is_leaf_node && what.leaf != leaf_kind::input) {
            r.parameter_bytes += what.shape.size() * sizeof(T);
            if (to.adjoint) r.trained_bytes += what.shape.size() * sizeof(T);
        }
    }
    join_dropped_axes(r, graph::nodes, table_info<typename graph::table>::info);
    mark_kept_statistics(r, graph::nodes, table_info<typename graph::table>::info);
    r.total_bytes = r.parameter_bytes + r.state_bytes + r.workspace_bytes + StoredGradientBytes;
    return r;
}

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
