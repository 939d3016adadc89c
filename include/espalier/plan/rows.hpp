// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/plan.hpp>

/// Rows: a long plan as data. Groups of one form share one function; a row tells it which memory it
/// works on. So what a compiler has to do grows with the forms of a program, not with its depth.
namespace espalier::inline ESPALIER_ABI::detail {

/// What a call knows of a leaf of the plan.
struct leaf_place {
    int number = -1;  // among the leaves of the call
    bool by_columns = false;
    int state = -1;   // where an optimizer keeps what belongs to it
    key updater = 0;  // what determines the type of its update
};

/// Where a group finds a node: an offset in the workspace (base 0), an output (1 + its number) or a
/// leaf (behind the outputs); of an update the leaf and, as the offset, its state.
struct port {
    std::uint32_t base = 0, offset = 0;
};

template <std::size_t Groups, std::size_t Ports>
struct row_data {
    int first_port[Groups + 1]{};  // of each row
    int kernel[Groups + 1]{};      // its form, by order of first occurrence
    int rows = 0;
    int group_of_kernel[Groups + 1]{};  // the first group of each form
    int row_of_kernel[Groups + 1]{};
    int kernels = 0;
    int node[Ports + 1]{};  // of each port
    int ports = 0;
    int missing = -1;  // a leaf that the call does not have
};

/// Finds the form of each group as a key: of all that the code of the group depends on, with its
/// nodes numbered within the group.
template <class Plan, std::size_t Ports>
struct row_finder {
    static constexpr std::size_t groups = static_cast<std::size_t>(Plan::fusion.count);
    leaf_place const* places;
    row_data<groups, Ports> r{};
    key form = 0;  // of the row so far
    key shape_of_op[Plan::info::size + 1]{};
    int port_of[Plan::count]{};   // of a node, + 1 ...
    int row_of[Plan::count]{};    // ... in this row, + 1
    int position[Plan::count]{};  // of a node in its group

    constexpr void depends_on(key fact) { form = mix(form, fact); }
    constexpr void depends_on_shape(int n) { depends_on(shape_of_op[Plan::nodes[n].op]); }

    constexpr void run() {
        for (int op = 0; op < Plan::info::size; ++op) {
            extents const& e = Plan::info::info[op].shape;
            for (int i = 0; i < e.rank; ++i)
                shape_of_op[op] = mix(shape_of_op[op], static_cast<key>(e.axis[i]));
        }
        key_map<groups> known;
        for (int g = 0; g < Plan::fusion.count; ++g) {
            if (Plan::fusion.groups[g].can_ride) continue;  // part of the row before
            r.first_port[r.rows] = r.ports;
            form = 0;
            visit(g);
            if (g + 1 < Plan::fusion.count && Plan::fusion.groups[g + 1].can_ride) visit(g + 1);
            int const kernel = known.find_or_insert(form, r.kernels);
            if (kernel == r.kernels) {
                r.group_of_kernel[kernel] = g;
                r.row_of_kernel[kernel] = r.rows;
                ++r.kernels;
            }
            r.kernel[r.rows++] = kernel;
        }
        r.first_port[r.rows] = r.ports;
    }

private:
    constexpr void visit(int g) {
        loop_group const& group = Plan::fusion.groups[g];
        depends_on(static_cast<key>(group.kind));
        depends_on(group.size);
        depends_on(group.cols);
        depends_on_turn(g);
        int const begin = Plan::groups.begin[g], end = Plan::groups.begin[g + 1];
        for (int i = begin; i < end; ++i) position[Plan::groups.nodes[i]] = i - begin;
        for (int i = begin; i < end; ++i) visit_node(g, Plan::groups.nodes[i]);
    }
    constexpr void visit_node(int g, int n) {
        op_info const& info = Plan::info_of_node(n);
        node const& at = Plan::nodes[n];
        bool const updates = info.kind == op_kind::update;
        depends_on(updates ? places[at.operand[1]].updater : info.id);
        depends_on(static_cast<key>(n == Plan::fusion.groups[g].root) +
                   2 * static_cast<key>(Plan::fusion.stored[n]) +
                   4 * static_cast<key>(Plan::fusion.is_reduction[n]));
        for (int k = 0; k < (updates ? 1 : at.arity); ++k) read(g, at.operand[k]);
        bool const only_in_loop = !Plan::fusion.stored[n] && !Plan::fusion.is_reduction[n];
        if (updates || !only_in_loop || info.kind == op_kind::reduction ||
            info.kind == op_kind::opaque)
            touch(n);
    }
    constexpr void read(int g, int operand) {
        int const from = Plan::source(operand);
        depends_on_shape(operand);
        int const made_in = Plan::fusion.group_of[from];
        bool const is_constant = Plan::fusion.constants[from] > 0;
        if (is_constant) depends_on(Plan::nodes[from].id);
        if (made_in == g)
            depends_on(~static_cast<key>(position[from]));
        else if (!is_constant || made_in >= 0)  // a loop makes it itself, a product reads it
            touch(from);
    }
    /// The number of a node among those that the row touches.
    constexpr void touch(int n) {
        bool const is_new = row_of[n] != r.rows + 1;
        if (is_new) {
            row_of[n] = r.rows + 1;
            port_of[n] = r.ports;
            r.node[r.ports++] = n;
        }
        depends_on(static_cast<key>(port_of[n] - r.first_port[r.rows]));
        if (!is_new) return;
        op_info const& info = Plan::info_of_node(n);
        depends_on_shape(n);
        depends_on(static_cast<key>(info.kind == op_kind::leaf) +
                   2 * static_cast<key>(info.integer));
        if (info.kind == op_kind::leaf) {
            depends_on(places[n].by_columns);
            if (places[n].number < 0 && r.missing < 0) r.missing = n;
        } else if (int const g = Plan::fusion.group_of[n];
                   g >= 0 && !Plan::fusion.is_reduction[n]) {
            depends_on_turn(g);
        }
    }
    constexpr void depends_on_turn(int g) {
        bool const turned = Plan::orientation.turned[g];
        depends_on(turned ? Plan::orientation.rows[g] : 0);
        depends_on(turned ? Plan::orientation.cols[g] : 0);
    }
};

template <class Plan>
consteval std::size_t most_ports() {
    std::size_t most = 0;
    for (int i = 0; i < Plan::groups.begin[Plan::fusion.count]; ++i)
        most += static_cast<std::size_t>(Plan::nodes[Plan::groups.nodes[i]].arity) + 1;
    return most;
}
/// The rows of a plan, for a call that knows its leaves so.
template <class Plan>
consteval auto find_rows(leaf_place const* places) {
    row_finder<Plan, most_ports<Plan>()> pass{places};
    pass.run();
    return pass.r;
}

template <class Plan>
constexpr port port_of_node(int n, leaf_place const* places) {
    std::uint32_t const first_leaf = 1 + static_cast<std::uint32_t>(Plan::output_count);
    op_info const& info = Plan::info_of_node(n);
    if (info.kind == op_kind::leaf)
        return {first_leaf + static_cast<std::uint32_t>(places[n].number), 0};
    if (info.kind == op_kind::update) {
        leaf_place const& parameter = places[Plan::nodes[n].operand[1]];
        return {static_cast<std::uint32_t>(parameter.number),
                static_cast<std::uint32_t>(parameter.state < 0 ? 0 : parameter.state)};
    }
    if (Plan::memory.output[n] >= 0)
        return {1 + static_cast<std::uint32_t>(Plan::memory.output[n]), 0};
    return {0, static_cast<std::uint32_t>(Plan::memory.offset[n])};
}

}  // namespace espalier::inline ESPALIER_ABI::detail
