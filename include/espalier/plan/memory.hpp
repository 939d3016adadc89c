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

/// The free places of a workspace, in order; what lies behind `top` is free.
template <std::size_t N>
struct free_places {
    index_t begin[N + 1]{}, end[N + 1]{};
    int count = 0;
    index_t top = 0;

    /// The first place of that size.
    constexpr index_t take(index_t size) {
        int i = 0;
        while (i < count && end[i] - begin[i] < size) ++i;
        index_t const at = i < count ? begin[i] : top;
        if (i == count) {
            top += size;
        } else {
            begin[i] += size;
            if (begin[i] == end[i]) remove(i);
        }
        return at;
    }
    constexpr void give_back(index_t from, index_t size) {
        int i = count;
        while (i > 0 && begin[i - 1] > from) --i;
        for (int k = count++; k > i; --k) begin[k] = begin[k - 1], end[k] = end[k - 1];
        begin[i] = from, end[i] = from + size;
        join(i);
        if (i > 0) join(i - 1);
        if (end[count - 1] == top) top = begin[--count];
    }

private:
    constexpr void remove(int i) {
        --count;
        for (; i < count; ++i) begin[i] = begin[i + 1], end[i] = end[i + 1];
    }
    /// With the next place, where they touch.
    constexpr void join(int i) {
        if (i + 1 == count || end[i] != begin[i + 1]) return;
        end[i] = end[i + 1];
        remove(i + 1);
    }
};

/// Offsets are multiples of `granularity`. What the groups that wait read is kept until the end.
template <std::size_t N>
consteval memory_result<N> allocate(node const* nodes, op_info const* table,
                                    schedule_result<N> const& order, fusion_result<N> const& f,
                                    int const* outputs, std::size_t output_count,
                                    index_t granularity = offset_granularity,
                                    bool const* waits = nullptr) {
    memory_result<N> m;
    for (std::size_t n = 0; n < N; ++n) {
        int const g = f.group_of[n];
        m.output[n] = -1;
        m.last_group[n] = g;
        // what a riding group makes is written while the group before it still reads
        m.first_group[n] = g >= 0 && f.groups[g].can_ride ? g - 1 : g;
    }
    for (std::size_t i = 0; i < output_count; ++i) {
        int const n = source_of(nodes, table, outputs[i]);
        if (f.group_of[n] >= 0 && m.output[n] < 0) m.output[n] = static_cast<int>(i);
    }
    for (std::size_t i = 0; i < order.order.count; ++i) {
        int const n = order.order[i];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source_of(nodes, table, nodes[n].operand[k]);
            int const g = f.group_of[n];
            int const last = g >= 0 && waits != nullptr && waits[g] ? f.count : g;
            if (last > m.last_group[x]) m.last_group[x] = last;
        }
    }
    auto const size_of = [&](int n) { return table[nodes[n].op].shape.size(); };
    // A loop may write over what it reads last, if each element is read where the same is written.
    bool is_overwritable[N + 1]{};
    for (std::size_t n = 0; n < N; ++n)
        if (int const last = m.last_group[n]; last > f.group_of[n] && last < f.count)
            is_overwritable[n] = f.groups[last].kind == group_kind::map &&
                                 f.groups[last].size == size_of(static_cast<int>(n));
    for (std::size_t i = 0; i < order.order.count; ++i) {
        int const n = order.order[i];
        auto const& to = table[nodes[n].op];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = source_of(nodes, table, nodes[n].operand[k]);
            if (f.group_of[n] == m.last_group[x] && is_overwritable[x])
                is_overwritable[x] =
                    to.kind == op_kind::elementwise &&
                    access_of(table[nodes[nodes[n].operand[k]].op].shape, to.shape).kind ==
                        access_kind::full;
        }
    }
    // First fit, over the values in order of their groups.
    int made_in[N + 1]{}, next_made[N + 1]{}, tail[N + 1]{};  // lists of nodes, + 1: by first group
    int last_read_in[N + 1]{}, next_read[N + 1]{};            // ... and by last,
    int overwritable_in[N + 1]{};                             // those apart
    for (std::size_t i = 0; i < order.order.count; ++i) {
        int const n = order.order[i];
        int const g = m.first_group[n], last = m.last_group[n];
        if (g < 0 || !f.stored[n] || m.output[n] >= 0) continue;
        m.in_workspace[n] = true;
        (made_in[g] == 0 ? made_in[g] : next_made[tail[g] - 1]) = n + 1;
        tail[g] = n + 1;
        int& list = is_overwritable[n] ? overwritable_in[last] : last_read_in[last];
        next_read[n] = list;
        list = n + 1;
    }
    auto const room = [&](int n) {
        return (size_of(n) + granularity - 1) / granularity * granularity;
    };
    free_places<N> places;
    auto const give_back = [&](int at) {
        for (; at != 0; at = next_read[at - 1]) places.give_back(m.offset[at - 1], room(at - 1));
    };
    for (int g = 0; g < f.count; ++g) {
        if (g > 0) give_back(last_read_in[g - 1]), give_back(overwritable_in[g - 1]);
        for (int at = made_in[g]; at != 0; at = next_made[at - 1]) {
            int& over = overwritable_in[g];
            if (over != 0 && size_of(at - 1) == f.groups[g].size) {
                m.offset[at - 1] = m.offset[over - 1];
                over = next_read[over - 1];
            } else {
                m.offset[at - 1] = places.take(room(at - 1));
            }
        }
        if (places.top > m.size) m.size = places.top;
    }
    return m;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
