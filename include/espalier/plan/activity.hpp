// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Activity: which nodes need an adjoint, and why the others do not.
namespace espalier::inline ESPALIER_ABI {

/// Why the adjoint of a node is or is not computed.
enum class adjoint_reason : unsigned char {
    computed,
    not_trained,  // a leaf, or made only of leaves, that are not trained
    stopped,      // it reaches the output only through a stop_gradient
    data,         // made only of data
    no_path       // the output does not depend on it
};

/// The reason in words: "frozen", "stop_gradient", ...
constexpr std::string_view to_string(adjoint_reason r) {
    switch (r) {
        case adjoint_reason::computed: return "computed";
        case adjoint_reason::not_trained: return "frozen";
        case adjoint_reason::stopped: return "stop_gradient";
        case adjoint_reason::data: return "input";
        case adjoint_reason::no_path: return "no path to the output";
    }
    return "";
}

namespace detail {

/// Whether a cotangent of the node's result says anything of its k-th operand.
constexpr bool passes_gradient(op_info const& i, int k) {
    return !i.blocks_gradient && !((i.not_differentiable >> k) & 1u);
}

template <std::size_t N>
struct activity_result {
    bool reached[N ? N : 1]{};     // the output's value depends on it
    bool passes[N ? N : 1]{};      // ... and a gradient can flow to it
    bool depends[N ? N : 1]{};     // it depends differentiably on something wanted
    bool stopped[N ? N : 1]{};     // it is, or depends on, a stop_gradient
    bool has_frozen[N ? N : 1]{};  // it depends on a leaf that is not trained
    constexpr bool active(int n) const { return passes[n] && depends[n]; }
    constexpr adjoint_reason why(int n) const {
        if (!reached[n]) return adjoint_reason::no_path;
        if (active(n)) return adjoint_reason::computed;
        if (!has_frozen[n]) return adjoint_reason::data;
        return passes[n] && !stopped[n] ? adjoint_reason::not_trained : adjoint_reason::stopped;
    }
};

template <std::size_t N>
constexpr activity_result<N> activity(node const* nodes, int count, op_info const* table,
                                      int const* outputs, std::size_t output_count,
                                      int const* wanted, std::size_t wanted_count) {
    activity_result<N> a;
    for (std::size_t i = 0; i < wanted_count; ++i) a.depends[wanted[i]] = true;
    for (int n = 0; n < count; ++n) {
        op_info const& info = table[nodes[n].op];
        a.stopped[n] = info.blocks_gradient;
        if (info.kind == op_kind::leaf) a.has_frozen[n] = info.leaf != leaf_kind::input;
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            a.has_frozen[n] = a.has_frozen[n] || a.has_frozen[x];
            a.stopped[n] = a.stopped[n] || a.stopped[x];
            if (a.depends[x] && passes_gradient(info, k)) a.depends[n] = true;
        }
    }
    for (std::size_t i = 0; i < output_count; ++i)
        a.reached[outputs[i]] = a.passes[outputs[i]] = true;
    for (int n = count - 1; n >= 0; --n) {
        if (!a.reached[n]) continue;
        op_info const& info = table[nodes[n].op];
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            a.reached[x] = true;
            if (a.passes[n] && passes_gradient(info, k)) a.passes[x] = true;
        }
    }
    return a;
}

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
