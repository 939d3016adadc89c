// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Hoisting: what of a loop's body does not depend on the state that it carries is computed for
/// all steps at once, in front of the loop.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct hoisting {
    bool carried[N ? N : 1]{};  // it depends on the state
    bool timed[N ? N : 1]{};    // it depends on what differs from step to step
    bool in_loop[N ? N : 1]{};  // it is computed step by step
    indices<N> each, once;      // what the loop reads that is hoisted: of each step, of all steps
};

/// Arithmetic on one value, as y (1 - y), costs less to do again than to keep.
constexpr bool is_cheap(op_info const& i) {
    return i.kind == op_kind::alias || (i.kind == op_kind::elementwise && i.arity >= 2);
}

/// `state` and `sequences` are the leaves that stand for these arguments, or -1.
template <std::size_t N>
consteval hoisting<N> hoist(node const* nodes, op_info const* table, int result, int state,
                            int const* sequences, std::size_t sequence_count) {
    hoisting<N> h;
    constexpr int none = -1;
    int root[N ? N : 1]{};  // the value that a cheap node is made of, or the node itself
    bool read[N ? N : 1]{};
    if (state >= 0) h.carried[state] = true;
    for (std::size_t i = 0; i < sequence_count; ++i)
        if (sequences[i] >= 0) h.timed[sequences[i]] = true;
    for (int n = 0; n <= result; ++n) {
        op_info const& info = table[nodes[n].op];
        root[n] = info.kind == op_kind::number ? none : n;
        int made_of = none;
        bool one = true;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            h.carried[n] = h.carried[n] || h.carried[x];
            h.timed[n] = h.timed[n] || h.timed[x];
            one = one && (made_of == none || root[x] == none || root[x] == made_of);
            if (root[x] != none) made_of = root[x];
        }
        if (is_cheap(info) && one && h.timed[n] && !h.carried[n]) root[n] = made_of;
    }
    read[result] = true;
    for (int n = result; n >= 0; --n) {
        if (!read[n] || n == state) continue;
        h.in_loop[n] = h.carried[n] || (root[n] != n && n != result);
        for (int k = 0; h.in_loop[n] && k < nodes[n].arity; ++k) read[nodes[n].operand[k]] = true;
    }
    for (int n = 0; n <= result; ++n)
        if (read[n] && !h.in_loop[n] && n != state) (h.timed[n] ? h.each : h.once).push(n);
    return h;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
