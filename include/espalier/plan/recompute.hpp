// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Recomputation: which forward values the backward pass makes again.
namespace espalier::inline ESPALIER_ABI::detail {

/// The nodes that reach the output only through checkpoints: the backward pass computes them again
/// from the nearest checkpoints and leaves, so that their values need not be kept.
template <std::size_t N>
struct recomputation {
    bool again[N ? N : 1]{};
    bool any = false;
};
template <std::size_t N>
consteval recomputation<N> find_recomputed(node const* nodes, op_info const* table,
                                           int const* seeds, std::size_t seed_count) {
    recomputation<N> r;
    bool behind[N ? N : 1]{}, needed[N ? N : 1]{}, kept[N ? N : 1]{};
    for (std::size_t n = 0; n < N; ++n) behind[n] = true;
    for (std::size_t i = 0; i < seed_count; ++i) {
        needed[seeds[i]] = true;
        behind[seeds[i]] = false;
    }
    for (int n = static_cast<int>(N) - 1; n >= 0; --n) {
        if (!needed[n]) continue;
        op_info const& info = table[nodes[n].op];
        bool const passes_on = info.kind == op_kind::alias && kept[n];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            needed[x] = true;
            if (info.is_checkpoint || passes_on) kept[x] = true;
            if (!info.is_checkpoint && !behind[n]) behind[x] = false;
        }
        bool const fixed = info.kind == op_kind::leaf || info.kind == op_kind::number;
        r.again[n] = behind[n] && !kept[n] && !info.is_checkpoint && !fixed;
        r.any = r.any || r.again[n];
    }
    return r;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
