// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/plan.hpp>

/// The course of one run as constants for users: the loops in order, and what lives in the
/// workspace from which of them to which.
namespace espalier::inline ESPALIER_ABI {

/// One loop over memory: what was fused into it runs element by element.
struct plan_loop {
    std::string_view op{};  // what gives it its form
    std::string_view layer{};
    bool backward = false;  // none of what it computes is the forward pass
    int updates = 0;        // parameters whose update runs in it
    int nodes = 0;          // how many were fused
    index_t flops = 0;
};

/// One value in the workspace.
struct plan_value {
    std::string_view op{}, layer{};
    int node = -1;  // of the program; -1 for one that only the backward pass has
    index_t offset = 0, bytes = 0;
    int first = 0, last = 0;  // the loops that make it and last read it
};

namespace detail {

template <class Plan>
consteval std::size_t count_values() {
    std::size_t count = 0;
    for (std::size_t n = 0; n < Plan::count; ++n) count += Plan::memory.in_workspace[n];
    return count;
}

/// `Forward` nodes are the program's own, those behind them its backward pass.
template <class Plan, std::size_t Forward, std::size_t Width>
consteval void fill_timeline(plan_loop* loops, plan_value* values) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < Plan::order.order.count; ++i) {
        int const n = Plan::order.order[i];
        auto const& info = Plan::info_of_node(n);
        bool const forward = n < static_cast<int>(Forward);
        if (int const g = Plan::fusion.group_of[n]; g >= 0) {
            plan_loop& loop = loops[g];
            bool const named = Plan::fusion.groups[g].root == n || loop.nodes == 0;
            if (named) loop.op = info.name;
            if (loop.layer.empty() || named) loop.layer = Plan::nodes[n].prefix;
            loop.backward = !forward && (loop.backward || loop.nodes == 0);
            loop.updates += info.kind == op_kind::update;
            loop.flops += info.flops;
            ++loop.nodes;
        }
        if (!Plan::memory.in_workspace[n]) continue;
        values[at++] = {info.name,
                        Plan::nodes[n].prefix,
                        forward ? n : -1,
                        Plan::memory.offset[n] * Width,
                        info.shape.size() * Width,
                        Plan::memory.first_group[n],
                        Plan::memory.last_group[n]};
    }
}

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
