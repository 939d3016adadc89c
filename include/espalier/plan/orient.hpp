// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/pack.hpp>
#include <espalier/plan/memory.hpp>

/// Orientation: whether a matrix of rows (samples) by columns is computed and kept as its
/// transpose, so that the rows lie side by side in a register. It pays where the columns are few.
namespace espalier::inline ESPALIER_ABI::detail {

/// Elements of a register; 1 where kernels are plain loops.
template <class T>
inline constexpr index_t storage_width = [] {
#if ESPALIER_SIMD
    return static_cast<index_t>(kernel::full_width<T>);
#else
    return index_t{1};
#endif
}();

template <std::size_t N>
struct orientation_result {
    bool turned[N ? N : 1]{};                      // groups that run on transposes, ...
    index_t rows[N ? N : 1]{}, cols[N ? N : 1]{};  // ... of so many rows and columns
};

template <std::size_t N>
struct orienter {
    node const* nodes;
    op_info const* table;
    fusion_result<N> const& f;
    memory_result<N> const& memory;
    schedule_result<N> const& order;
    index_t width;
    orientation_result<N> o{};
    bool refused[N ? N : 1]{};
    int head[N ? N : 1]{}, next[N ? N : 1]{};  // the nodes of each group: number + 1
    int summed[N ? N : 1]{};                   // products that sum over the rows of a group

    constexpr op_info const& info(int n) const { return table[nodes[n].op]; }
    constexpr int source(int n) const { return source_of(nodes, table, n); }
    constexpr index_t packs(index_t n) const { return (n + width - 1) / width; }
    /// Elements that a transposed copy moves with one instruction, about.
    static constexpr index_t moved_at_once = 4;

    constexpr bool is_turned(int n, index_t rows, index_t cols) const {
        int const g = f.group_of[n];
        return g >= 0 && o.turned[g] && o.rows[g] == rows && o.cols[g] == cols;
    }
    /// What it costs to make, and later use, the elements of a group that way.
    constexpr index_t cost(int g, bool turned) const {
        index_t const rows = o.rows[g], cols = o.cols[g], copy = rows * cols / moved_at_once;
        int const root = f.groups[g].root;
        // sums over the rows want them one below the other
        index_t total = turned ? copy * static_cast<index_t>(summed[g]) : 0;
        if (root >= 0) {
            index_t const depth = info(root).depth;
            total += depth * (turned ? cols * packs(rows) : rows * packs(cols));
            if (turned && !is_turned(source(nodes[root].operand[0]), rows, depth))
                total += rows * depth / moved_at_once;
        }
        for (int at = head[g]; at != 0; at = next[at - 1])
            for (int k = 0; at - 1 != root && k < nodes[at - 1].arity; ++k) {
                int const x = source(nodes[at - 1].operand[k]);
                if (f.group_of[x] != g && f.constants[x] == 0 &&
                    info(x).shape.size() == rows * cols && is_turned(x, rows, cols) != turned)
                    total += copy;
            }
        return total;
    }
    constexpr void run() {
        if (width < 2) return;
        for (std::size_t i = order.order.count; i-- > 0;) {
            int const n = order.order[i], g = f.group_of[n];
            if (g < 0) continue;
            next[n] = head[g];
            head[g] = n + 1;
            // what is updated or given out has an order of its own
            if (info(n).kind == op_kind::update || (memory.output[n] >= 0 && !f.is_reduction[n]))
                refused[g] = true;
        }
        for (int g = 0; g < f.count; ++g) take_shape(g);
        for (std::size_t i = 0; i < order.order.count; ++i) {
            node const& n = nodes[order.order[i]];
            if (table[n.op].kind != op_kind::contraction) continue;
            for (int k = 0; k < n.arity; ++k) {
                int const g = f.group_of[source(n.operand[k])];
                if (g >= 0 && o.rows[g] == table[n.op].depth) ++summed[g];
            }
        }
        for (int g = 0; g < f.count; ++g)
            if (!refused[g] && o.rows[g] > 1 && o.cols[g] > 1)
                o.turned[g] = cost(g, true) < cost(g, false);
    }
    /// Rows and columns of a product, or of a loop over what one made.
    constexpr void take_shape(int g) {
        loop_group const& group = f.groups[g];
        if (group.kind == group_kind::contraction && info(group.root).is_single_product) {
            o.rows[g] = info(group.root).rows, o.cols[g] = info(group.root).cols;
        } else if (group.kind == group_kind::map) {
            for (int at = head[g]; at != 0; at = next[at - 1])
                for (int k = 0; o.rows[g] == 0 && k < nodes[at - 1].arity; ++k) {
                    int const h = f.group_of[source(nodes[at - 1].operand[k])];
                    if (h < 0 || h == g || o.rows[h] * o.cols[h] != group.size) continue;
                    if (group.cols != 0 && group.cols != o.cols[h]) continue;
                    o.rows[g] = o.rows[h], o.cols[g] = o.cols[h];
                }
        }
    }
};

template <std::size_t N>
consteval orientation_result<N> orient(node const* nodes, op_info const* table,
                                       fusion_result<N> const& f, memory_result<N> const& memory,
                                       schedule_result<N> const& order, index_t width) {
    orienter<N> pass{nodes, table, f, memory, order, width};
    pass.run();
    return pass.o;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
