// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/activity.hpp>
#include <espalier/plan/orient.hpp>

/// Storage: how each matrix of weights is best stored for the products it takes part in. With
/// SIMD kernels, a layer's weight (Out, In) is kept by columns where that saves horizontal sums.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct storage_result {
    key leaf[N ? N : 1]{};
    bool by_columns[N ? N : 1]{};
    std::size_t count = 0;
    /// 1: by columns, 0: by rows, -1: no such leaf.
    constexpr int find(key sought) const {
        for (std::size_t i = 0; i < count; ++i)
            if (leaf[i] == sought) return by_columns[i] ? 1 : 0;
        return -1;
    }
};

/// Whether the product x W^T with its two adjoints costs less with W stored by columns. Where no
/// gradient of x is wanted, forward is all that reads W; else one of the two readers of W
/// pays a horizontal sum for each of its results.
constexpr bool prefers_columns(index_t samples, index_t in, index_t out, bool differentiates_x,
                               index_t width) {
    if (!differentiates_x) return true;
    auto const packs = [width](index_t n) { return (n + width - 1) / width; };
    if (samples == 1) return 3 * out * packs(in) + 3 * out >= 3 * in * packs(out) + 3 * in;
    return out * packs(in) > in * packs(out);
}

template <std::size_t N>
constexpr storage_result<N> choose_storage(node const* nodes, op_info const* table, index_t width) {
    storage_result<N> s;
    bool depends[N ? N : 1]{};
    int entry[N ? N : 1]{};
    for (std::size_t n = 0; n < N; ++n) {
        op_info const& info = table[nodes[n].op];
        if (info.kind == op_kind::leaf && info.leaf != leaf_kind::input) {
            depends[n] = true;
            s.leaf[s.count] = nodes[n].id;
            entry[n] = static_cast<int>(++s.count);
        }
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            depends[n] = depends[n] || (depends[x] && passes_gradient(info, k));
        }
    }
    if (width < 2) return s;
    bool seen[N ? N : 1]{}, rows[N ? N : 1]{};
    for (std::size_t n = 0; n < N; ++n)
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            op_info const& info = table[nodes[n].op];
            if (entry[x] == 0) continue;
            bool const product = info.kind == op_kind::contraction && k == 1 &&
                                 info.by_rows_of_right && table[nodes[x].op].shape.rank == 2;
            if (!product) rows[x] = true;
            if (product && !seen[x]) {
                seen[x] = true;
                s.by_columns[entry[x] - 1] = prefers_columns(info.rows, info.depth, info.cols,
                                                             depends[nodes[n].operand[0]], width);
            }
        }
    for (std::size_t n = 0; n < N; ++n)
        if (entry[n] != 0 && rows[n]) s.by_columns[entry[n] - 1] = false;
    return s;
}

template <class Graph>
inline constexpr auto storage = choose_storage<static_cast<std::size_t>(Graph::count)>(
    Graph::nodes, table_info<typename Graph::table>::info, storage_width<float>);

}  // namespace espalier::inline ESPALIER_ABI::detail
