// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/hoist.hpp>

/// Keeping: what a loop computes step by step and its derivative reads for all steps is left by the
/// loop on its way, not computed again.
namespace espalier::inline ESPALIER_ABI::detail {

/// Keys of the values of a graph's nodes, which are the same in each graph that has the value.
template <std::size_t N>
struct value_keys {
    key of[N ? N : 1]{};
};
/// `given`: the keys of some nodes, of the others 0.
template <std::size_t N>
consteval value_keys<N> keys_of_values(node const* nodes, op_info const* table,
                                       value_keys<N> const& given = {}) {
    value_keys<N> keys = given;
    for (std::size_t n = 0; n < N; ++n) {
        if (keys.of[n] != 0) continue;
        keys.of[n] = mix(mix(nodes[n].id, 3), static_cast<key>(nodes[n].copy));
        if (table[nodes[n].op].kind == op_kind::leaf) continue;
        keys.of[n] = mix(table[nodes[n].op].id, static_cast<key>(nodes[n].copy));
        for (int k = 0; k < nodes[n].arity; ++k)
            keys.of[n] = mix(keys.of[n], keys.of[nodes[n].operand[k]]);
    }
    return keys;
}

template <std::size_t N>
struct value_marks {
    bool at[N ? N : 1]{};
};
/// The values that depend on the leaf `state` and on none of `cotangents`, and that cost more than
/// moving elements and arithmetic.
template <std::size_t N>
consteval value_marks<N> find_worth_keeping(node const* nodes, op_info const* table, int state,
                                            int const* cotangents, std::size_t cotangent_count) {
    value_marks<N> kept;
    bool depends[N ? N : 1]{}, refused[N ? N : 1]{}, costly[N ? N : 1]{};
    if (state >= 0) depends[state] = true;
    for (std::size_t i = 0; i < cotangent_count; ++i)
        if (cotangents[i] >= 0) refused[cotangents[i]] = true;
    for (std::size_t n = 0; n < N; ++n) {
        op_info const& info = table[nodes[n].op];
        costly[n] = info.kind != op_kind::leaf && info.kind != op_kind::number &&
                    !info.moves_elements && !is_cheap(info);
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            depends[n] = depends[n] || depends[x];
            refused[n] = refused[n] || refused[x];
            costly[n] = costly[n] || costly[x];
        }
        kept.at[n] = depends[n] && !refused[n] && costly[n];
    }
    return kept;
}

/// Those of some nodes that are reached from `result` with none of them in between.
template <std::size_t N, std::size_t Most>
consteval indices<Most> find_frontier(node const* nodes, value_marks<N> const& among, int result) {
    indices<Most> found;
    value_marks<N> read;
    read.at[result] = true;
    for (int n = result; n >= 0; --n) {
        if (!read.at[n]) continue;
        if (among.at[n] && found.count < Most)
            found.push(n);
        else
            for (int k = 0; k < nodes[n].arity; ++k) read.at[nodes[n].operand[k]] = true;
    }
    return found;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
