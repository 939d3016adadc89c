// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/schedule.hpp>

/// Groups: the loops that a program becomes, how they read their operands, and which nodes they run.
namespace espalier::inline ESPALIER_ABI::detail {

/// How a loop over flat indices i = row * cols + col reads an operand.
enum class access_kind : unsigned char { full, scalar, row, column, general };
struct access {
    access_kind kind = access_kind::full;
    index_t cols = 0;  // of row and column access
};

/// The access to an operand of shape `from` that broadcasts to `to`.
constexpr access access_of(extents const& from, extents const& to) {
    if (from.size() == to.size()) return {access_kind::full, 0};
    if (from.size() == 1) return {access_kind::scalar, 0};
    // Walking the axes of `to`: a row repeats over the leading ones, a column over the trailing.
    int changes = 0;
    bool first = false, before = false, any = false;
    index_t cols = 1;
    for (int i = 0; i < to.rank; ++i) {
        if (to.axis[i] == 1) continue;
        int const j = i - (to.rank - from.rank);
        bool const has = j >= 0 && from.axis[j] > 1;
        if (!any) first = has;
        if (any && has != before) ++changes;
        if (changes == 1) cols *= to.axis[i];
        any = true;
        before = has;
    }
    if (changes != 1) return {access_kind::general, 0};
    return {first ? access_kind::column : access_kind::row, cols};
}

/// A contraction is a product, or other sums made one by one, with what is done to each of them.
enum class group_kind : unsigned char { map, contraction, reduction, opaque };

/// A loop whose operands do not share one grid of rows: each offset is computed by itself.
inline constexpr index_t no_grid = static_cast<index_t>(-1);

struct loop_group {
    group_kind kind = group_kind::map;
    index_t size = 0;       // of the loop
    index_t cols = 0;       // 0: one run of elements; else rows of `cols`
    int root = -1;          // the product, reduction or opaque op
    bool can_ride = false;  // within the product before it: a weight's update with the gradient of
                            // the layer's input, so that each weight is read once
};

/// What plain loops can do in a product and kernels of packs cannot: sums over its results.
inline constexpr bool plain_products = !ESPALIER_SIMD;

template <std::size_t N>
struct fusion_result {
    loop_group groups[N ? N : 1]{};
    int count = 0;
    int group_of[N ? N : 1]{};       // -1: none (leaves, aliases, constants that loops alone read)
    bool stored[N ? N : 1]{};        // its value is read from memory
    int constants[N ? N : 1]{};      // > 0: a number, or made of numbers alone, element by element:
                                     // of so many members, in each loop that reads it
    bool is_reduction[N ? N : 1]{};  // a full reduction inside a loop
};

/// The nodes of each group, in order of execution.
template <std::size_t N>
struct group_lists {
    int begin[N + 1]{};
    int nodes[N ? N : 1]{};
};

template <std::size_t N>
consteval group_lists<N> list_groups(schedule_result<N> const& order, fusion_result<N> const& f) {
    group_lists<N> l;
    int at[N + 1]{};
    for (std::size_t i = 0; i < order.order.count; ++i)
        if (int const g = f.group_of[order.order[i]]; g >= 0) ++at[g];
    for (int g = 0; g < f.count; ++g) l.begin[g + 1] = l.begin[g] + at[g];
    for (int g = 0; g < f.count; ++g) at[g] = l.begin[g];
    for (std::size_t i = 0; i < order.order.count; ++i)
        if (int const g = f.group_of[order.order[i]]; g >= 0) l.nodes[at[g]++] = order.order[i];
    return l;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
