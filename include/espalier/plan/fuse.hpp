// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/groups.hpp>

/// Fusion: nodes are gathered into groups, each of which is one loop. Elementwise nodes join the
/// product or loop that makes their operands; full reductions join the loop they reduce.
namespace espalier::inline ESPALIER_ABI::detail {

/// A longer chain of numbers is computed once, in a loop like others.
inline constexpr int most_members = 16;

template <std::size_t N>
struct fuser {
    node const* nodes;
    op_info const* table;
    schedule_result<N> const& order;
    fusion_result<N> f{};
    int source_at[N ? N : 1]{};
    bool started[N ? N : 1]{};
    bool first_is_copy[N ? N : 1]{};  // groups that belong to the backward pass
    int last_read[N ? N : 1]{};       // the last group that reads a leaf, + 1
    int last_bulk_read[N ? N : 1]{};  // ... other than element by element

    constexpr op_info const& info(int n) const { return table[nodes[n].op]; }
    constexpr int source(int n) const { return source_at[n]; }
    constexpr bool is_constant(int n) const { return f.constants[n] > 0; }

    /// What is computed again must not be computed early: that would keep it for as long.
    constexpr bool late_enough(int at, int n) const {
        return nodes[n].copy == 0 || first_is_copy[at];
    }
    constexpr int new_group(group_kind kind, index_t size, index_t cols, int root) {
        f.groups[f.count] = {kind, size, cols, root};
        return f.count++;
    }
    /// Whether a loop can also read this operand; the loop may have to become one of rows.
    constexpr bool fits(loop_group& g, int operand, extents const& to) const {
        if (is_constant(source(operand))) return true;
        access const a = access_of(info(operand).shape, to);
        if (a.kind == access_kind::full || a.kind == access_kind::scalar) return true;
        if (g.kind == group_kind::contraction)
            return a.kind != access_kind::general && g.cols == a.cols;
        bool const grid = a.kind != access_kind::general && (g.cols == 0 || g.cols == a.cols);
        g.cols = grid ? a.cols : no_grid;
        return true;
    }
    constexpr bool can_join(int at, int n) {
        loop_group g = f.groups[at];
        if (g.kind != group_kind::map && g.kind != group_kind::contraction) return false;
        if (info(n).shape.size() != g.size) return false;
        if (!late_enough(at, n)) return false;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source(nodes[n].operand[k]);
            if (is_constant(x)) continue;
            int const in = f.group_of[x];
            if (in == at && (f.is_reduction[x] || info(x).shape.size() != g.size)) return false;
            if (in > at) return false;
            if (in != at && !fits(g, nodes[n].operand[k], info(n).shape)) return false;
        }
        if (info(n).kind == op_kind::update && !info(n).adds_to_sum) {
            int const parameter = source(nodes[n].operand[1]);
            if (last_read[parameter] > at + 1 || last_bulk_read[parameter] == at + 1) return false;
        }
        f.groups[at] = g;
        return true;
    }
    constexpr int latest_operand_group(int n) const {
        int latest = -1;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source(nodes[n].operand[k]);
            if (!is_constant(x) && f.group_of[x] > latest) latest = f.group_of[x];
        }
        return latest;
    }
    constexpr void place(int n, int g) {
        if (!started[g]) {
            started[g] = true;
            first_is_copy[g] = nodes[n].copy > 0;
        }
        op_info const& i = info(n);
        f.group_of[n] = g;
        bool const bulk =
            i.kind != op_kind::elementwise && i.kind != op_kind::update && !f.is_reduction[n];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source(nodes[n].operand[k]);
            if (bulk || (f.group_of[x] != g && !is_constant(x))) f.stored[x] = true;
            if (last_read[x] < g + 1) last_read[x] = g + 1;
            bool const whole = info(nodes[n].operand[k]).shape.size() == i.shape.size();
            if (bulk || !whole) last_bulk_read[x] = g + 1;
        }
    }
    /// As the first of a group, where it makes sums one by one; else in one of its own.
    constexpr void place_alone(int n, group_kind kind) {
        op_info const& i = info(n);
        if (i.makes_sums)
            place(n, new_group(group_kind::contraction, i.shape.size(), i.cols, n));
        else
            place(n, new_group(kind, i.shape.size(), 0, n));
    }
    /// The members that a loop needs to make a constant, counted once for each reader; 0: it is none.
    constexpr int members_of_constant(int n) const {
        if (info(n).kind == op_kind::number) return 1;
        if (info(n).kind != op_kind::elementwise) return 0;
        int members = 1;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const of_operand = f.constants[source(nodes[n].operand[k])];
            if (of_operand == 0) return 0;
            members += of_operand;
        }
        return members <= most_members ? members : 0;
    }
    /// A constant that is read by more than loops, which make it, gets a loop of its own.
    constexpr void settle(int x) {
        if (!is_constant(x) || f.group_of[x] >= 0) return;
        int const g = new_group(group_kind::map, info(x).shape.size(), 0, -1);
        f.group_of[x] = g;
        started[g] = true;
        first_is_copy[g] = nodes[x].copy > 0;
    }
    constexpr void visit(int n) {
        op_info const& i = info(n);
        f.group_of[n] = -1;
        f.constants[n] = members_of_constant(n);
        if (i.kind != op_kind::alias) {
            bool const makes_them = i.kind == op_kind::elementwise || i.kind == op_kind::update;
            for (int k = 0; !makes_them && k < nodes[n].arity; ++k)
                settle(source(nodes[n].operand[k]));
        }
        switch (i.kind) {
            case op_kind::leaf:
            case op_kind::number:
            case op_kind::alias: return;
            case op_kind::elementwise:
            case op_kind::update: {
                if (is_constant(n)) return;
                int g = latest_operand_group(n);
                if (g < 0 || !can_join(g, n)) {
                    g = new_group(group_kind::map, i.shape.size(), 0, -1);
                    for (int k = 0; k < nodes[n].arity; ++k)
                        fits(f.groups[g], nodes[n].operand[k], i.shape);
                }
                place(n, g);
                return;
            }
            case op_kind::reduction: {
                int const x = source(nodes[n].operand[0]);
                index_t const size = info(x).shape.size();
                if (i.shape.size() == 1 && info(x).kind != op_kind::number) {
                    int const g = f.group_of[x];
                    bool const joins =
                        g >= 0 &&
                        (f.groups[g].kind == group_kind::map ||
                         (plain_products && f.groups[g].kind == group_kind::contraction)) &&
                        f.groups[g].size == size && !f.is_reduction[x] && late_enough(g, n);
                    f.is_reduction[n] = true;
                    place(n, joins ? g : new_group(group_kind::map, size, 0, -1));
                } else {
                    place_alone(n, group_kind::reduction);
                }
                return;
            }
            case op_kind::contraction:
                place(n, new_group(group_kind::contraction, i.shape.size(),
                                   i.shape.rank ? i.cols : 1, n));
                return;
            default:
                if (is_left_by_loop(n))
                    place(n, f.group_of[nodes[n].operand[0]]);
                else
                    place_alone(n, group_kind::opaque);
                return;
        }
    }
    /// Whether its first operand is the loop that computes it on the way.
    constexpr bool is_left_by_loop(int n) const {
        node const& loop = nodes[nodes[n].operand[0]];
        if (info(n).kept_by == 0 || table[loop.op].id != info(n).kept_by) return false;
        for (int k = 0; k < loop.arity; ++k)
            if (nodes[n].operand[k + 1] != loop.operand[k]) return false;
        return true;
    }
};

/// Whether group g, an outer product d h^T, can run within group g - 1, the product d^T W of the
/// same d: it reads nothing that group makes, and where it updates W that group reads W once.
template <std::size_t N>
constexpr bool can_ride(fuser<N> const& pass, group_lists<N> const& lists, int g) {
    auto const source = [&](int n, int k) { return pass.source(pass.nodes[n].operand[k]); };
    loop_group const& first = pass.f.groups[g - 1];
    loop_group const& second = pass.f.groups[g];
    if (first.kind != group_kind::contraction || second.kind != group_kind::contraction ||
        first.can_ride)
        return false;
    op_info const& x = pass.info(first.root);
    op_info const& w = pass.info(second.root);
    bool const shapes = x.rows == 1 && x.shape.size() == x.cols && x.depth > 1 &&
                        !x.by_rows_of_right && w.depth == 1 && w.rows == x.depth &&
                        w.cols == x.cols && w.shape.size() == w.rows * w.cols;
    if (!shapes || source(first.root, 0) != source(second.root, 0)) return false;
    int const weight = source(first.root, 1);
    for (int i = lists.begin[g - 1]; i < lists.begin[g + 1]; ++i) {
        int const n = lists.nodes[i];
        int const in = pass.f.group_of[n];
        if (in == g && pass.f.is_reduction[n]) return false;
        for (int k = 0; k < pass.nodes[n].arity; ++k) {
            int const from = source(n, k);
            if (in == g && pass.f.group_of[from] == g - 1) return false;
            if (in == g - 1 && n != first.root && from == weight) return false;
        }
        if (in == g && pass.info(n).kind == op_kind::update && source(n, 1) != weight) return false;
    }
    return true;
}

template <std::size_t N>
consteval fusion_result<N> fuse(node const* nodes, op_info const* table,
                                schedule_result<N> const& order, int const* outputs,
                                std::size_t output_count) {
    fuser<N> pass{nodes, table, order};
    for (std::size_t n = 0; n < N; ++n) {
        pass.f.group_of[n] = -1;
        bool const shows = table[nodes[n].op].kind == op_kind::alias;
        pass.source_at[n] = shows ? pass.source_at[nodes[n].operand[0]] : static_cast<int>(n);
    }
    for (std::size_t i = 0; i < order.order.count; ++i) pass.visit(order.order[i]);
    for (std::size_t i = 0; i < output_count; ++i) {
        int const n = source_of(nodes, table, outputs[i]);
        if (table[nodes[n].op].kind != op_kind::number) pass.settle(n);
        pass.f.stored[n] = true;
    }
    auto const lists = list_groups(order, pass.f);
    for (int g = 1; g < pass.f.count; ++g) pass.f.groups[g].can_ride = can_ride(pass, lists, g);
    return pass.f;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
