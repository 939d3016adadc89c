// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/fuse.hpp>

/// Memory: every stored value gets an offset in one workspace for as long as it is read.
namespace espalier::inline ESPALIER_ABI::detail {

/// Elements to which offsets are rounded up: a cache line where kernels use packs.
inline constexpr index_t offset_granularity = ESPALIER_SIMD ? 16 : 1;

template <std::size_t N>
struct memory_result {
    index_t offset[N ? N : 1]{};  // in elements; valid where `in_workspace`
    bool in_workspace[N ? N : 1]{};
    int output[N ? N : 1]{};  // the output whose memory the node writes directly, or -1
    int first_group[N ? N : 1]{};
    int last_group[N ? N : 1]{};
    index_t size = 0;  // elements of the workspace
};

template <std::size_t N>
consteval memory_result<N> allocate(node const* nodes, op_info const* table,
                                    schedule_result<N> const& order, fusion_result<N> const& f,
                                    int const* outputs, std::size_t output_count) {
    memory_result<N> m;
    for (std::size_t n = 0; n < N; ++n) {
        int const g = f.group_of[n];
        m.output[n] = -1;
        m.last_group[n] = g;
        // what a riding group makes is written while the group before it still reads
        m.first_group[n] = g >= 0 && f.groups[g].rides ? g - 1 : g;
    }
    for (std::size_t i = 0; i < output_count; ++i) {
        int const n = source_of(nodes, table, outputs[i]);
        if (f.group_of[n] >= 0 && m.output[n] < 0) m.output[n] = static_cast<int>(i);
    }
    for (std::size_t i = 0; i < order.order.count; ++i) {
        int const n = order.order[i];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source_of(nodes, table, nodes[n].operand[k]);
            if (f.group_of[n] > m.last_group[x]) m.last_group[x] = f.group_of[n];
        }
    }
    // First fit, over the values in order of their groups; live blocks are sorted by offset.
    int by_group_head[N + 1]{}, next[N + 1]{}, tail[N + 1]{};
    for (std::size_t i = 0; i < order.order.count; ++i) {
        int const n = order.order[i];
        int const g = m.first_group[n];
        if (g < 0 || !f.stored[n] || m.output[n] >= 0) continue;
        m.in_workspace[n] = true;
        if (by_group_head[g] == 0)
            by_group_head[g] = n + 1;
        else
            next[tail[g] - 1] = n + 1;
        tail[g] = n + 1;
    }
    int live[N + 1]{};
    int live_count = 0;
    for (int g = 0; g < f.count; ++g) {
        int kept = 0;
        for (int i = 0; i < live_count; ++i)
            if (m.last_group[live[i]] >= g) live[kept++] = live[i];
        live_count = kept;
        for (int at = by_group_head[g]; at != 0; at = next[at - 1]) {
            int const n = at - 1;
            index_t const raw = table[nodes[n].op].shape.size();
            index_t const size =
                (raw + offset_granularity - 1) / offset_granularity * offset_granularity;
            index_t offset = 0;
            int place = 0;
            for (; place < live_count; ++place) {
                int const b = live[place];
                if (m.offset[b] >= offset + size) break;
                index_t const end = m.offset[b] + table[nodes[b].op].shape.size();
                offset = (end + offset_granularity - 1) / offset_granularity * offset_granularity;
            }
            for (int i = live_count; i > place; --i) live[i] = live[i - 1];
            live[place] = n;
            ++live_count;
            m.offset[n] = offset;
            if (offset + size > m.size) m.size = offset + size;
        }
    }
    return m;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
