// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Scheduling: what is live, and in which order nodes run, so that a parameter is updated only
/// after its old value has been read for the last time.
namespace espalier::inline ESPALIER_ABI::detail {

/// The node whose memory an alias shows.
constexpr int source_of(node const* nodes, op_info const* table, int n) {
    while (table[nodes[n].op].kind == op_kind::alias) n = nodes[n].operand[0];
    return n;
}

/// The operands whose values a node reads: of an alias the first alone.
constexpr int reads_of(node const& n, op_info const* table) {
    return table[n.op].kind == op_kind::alias ? 1 : n.arity;
}

template <std::size_t N>
struct schedule_result {
    bool live[N ? N : 1]{};
    indices<N> order;                // the live nodes in order of execution
    bool only_updates[N ? N : 1]{};  // everything it is for is an update
};

template <std::size_t N>
consteval schedule_result<N> schedule(node const* nodes, op_info const* table, int const* outputs,
                                      std::size_t output_count) {
    schedule_result<N> s;
    int const count = static_cast<int>(N);
    bool wanted[N ? N : 1]{};  // for an output, not only for an update
    for (std::size_t i = 0; i < output_count; ++i) s.live[outputs[i]] = wanted[outputs[i]] = true;
    for (int n = count - 1; n >= 0; --n) {
        if (table[nodes[n].op].kind == op_kind::update) s.live[n] = true;
        if (!s.live[n]) continue;
        for (int k = 0; k < reads_of(nodes[n], table); ++k) {
            s.live[nodes[n].operand[k]] = true;
            if (wanted[n]) wanted[nodes[n].operand[k]] = true;
        }
    }
    // A node serves only updates if all that reads it does, and it is not itself read on the way
    // to another cotangent; such nodes wait for the last other reader of the parameter. One that
    // reads another updated parameter does not wait: that one's update would wait for it in turn.
    int readers[N ? N : 1]{};
    int last_reader[N ? N : 1]{};
    for (int n = 0; n < count; ++n) {
        if (!s.live[n]) continue;
        for (int k = 0; k < reads_of(nodes[n], table); ++k) ++readers[nodes[n].operand[k]];
    }
    auto const in_place = [&](int n) {
        op_info const& info = table[nodes[n].op];
        return s.live[n] && info.kind == op_kind::update && !info.adds_to_sum;
    };
    bool updated[N ? N : 1]{};
    for (int n = 0; n < count; ++n)
        if (in_place(n)) updated[source_of(nodes, table, nodes[n].operand[1])] = true;
    auto const reads_another = [&](int n, int parameter) {
        for (int k = 0; k < reads_of(nodes[n], table); ++k)
            if (int const x = source_of(nodes, table, nodes[n].operand[k]);
                updated[x] && x != parameter)
                return true;
        return false;
    };
    int waits_for[N ? N : 1]{};
    for (int n = 0; n < count; ++n) waits_for[n] = -1;
    for (int n = count - 1; n >= 0; --n) {
        if (!in_place(n)) continue;
        waits_for[n] = source_of(nodes, table, nodes[n].operand[1]);
        s.only_updates[n] = true;
        // walk up the chain of nodes with a single reader
        int g = nodes[n].operand[0];
        while (readers[g] == 1 && !wanted[g] && table[nodes[g].op].kind != op_kind::leaf &&
               table[nodes[g].op].kind != op_kind::number && !reads_another(g, waits_for[n])) {
            s.only_updates[g] = true;
            waits_for[g] = waits_for[n];
            bool const chain =
                table[nodes[g].op].kind == op_kind::alias ||
                (table[nodes[g].op].kind == op_kind::elementwise && nodes[g].arity == 1);
            if (!chain) break;
            g = nodes[g].operand[0];
        }
    }
    for (int n = 0; n < count; ++n) {
        if (!s.live[n] || s.only_updates[n]) continue;
        for (int k = 0; k < reads_of(nodes[n], table); ++k)
            last_reader[source_of(nodes, table, nodes[n].operand[k])] = n;
    }
    // Stable bucket sort by the later of the node itself and the reader it waits for.
    int bucket_head[N + 1]{}, bucket_tail[N + 1]{}, next[N + 1]{};
    auto when = [&](int n) {
        int key_of_n = n;
        if (waits_for[n] >= 0) key_of_n = last_reader[waits_for[n]];
        return key_of_n > n ? key_of_n : n;
    };
    for (int n = 0; n < count; ++n) {
        if (!s.live[n]) continue;
        int at = when(n);
        if (table[nodes[n].op].kind == op_kind::update) {
            // right behind the gradient, where nothing reads the parameter later
            int const g = when(nodes[n].operand[0]);
            int const r = waits_for[n] < 0 ? g : last_reader[waits_for[n]];
            at = g > r ? g : r;
        }
        if (bucket_head[at] == 0)
            bucket_head[at] = n + 1;
        else
            next[bucket_tail[at] - 1] = n + 1;
        bucket_tail[at] = n + 1;
    }
    for (int b = 0; b < count; ++b)
        for (int n = bucket_head[b]; n != 0; n = next[n - 1]) s.order.push(n - 1);
    return s;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
