// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/plan.hpp>

/// A plan for samples in the lanes of registers. A product whose results are added to the sums over
/// samples, and do nothing else, waits until several registers of samples have run: then its own
/// sums take the terms of all of them at once.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct waiting_groups {
    bool waits[N ? N : 1]{};
    bool any = false;
};
/// The products with nothing in their loops but updates by them.
template <std::size_t N>
consteval waiting_groups<N> find_waiting(node const* nodes, op_info const* table,
                                         fusion_result<N> const& f, group_lists<N> const& groups) {
    waiting_groups<N> w;
    for (int g = 0; g < f.count; ++g) {
        int const root = f.groups[g].root;
        bool waits = f.groups[g].kind == group_kind::contraction && !f.stored[root] &&
                     groups.begin[g + 1] - groups.begin[g] > 1;
        for (int i = groups.begin[g]; waits && i < groups.begin[g + 1]; ++i) {
            node const& n = nodes[groups.nodes[i]];
            waits = groups.nodes[i] == root || (table[n.op].kind == op_kind::update &&
                                                source_of(nodes, table, n.operand[0]) == root);
        }
        w.waits[g] = waits;
        w.any = w.any || waits;
    }
    return w;
}

/// As `Plan`, where an element is a register: values lie close together, and what waiting products
/// read is kept until the end.
template <class Plan>
struct lane_plan : Plan {
    static constexpr key salt = 19;  // a key other than that of `Plan`
    static constexpr auto waiting =
        find_waiting<Plan::count>(Plan::nodes, Plan::info::info, Plan::fusion, Plan::groups);
    static constexpr auto memory =
        allocate<Plan::count>(Plan::nodes, Plan::info::info, Plan::order, Plan::fusion,
                              Plan::outputs, Plan::output_count, 1, waiting.waits);
};

}  // namespace espalier::inline ESPALIER_ABI::detail
