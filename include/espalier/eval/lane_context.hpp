// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/kernel/lanes.hpp>
#include <espalier/kernel/turn.hpp>

/// What a plan sees of a call whose samples are in the lanes of registers.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Leaf, class... Other>
consteval std::size_t position_of_name(list<Other...>) {
    std::size_t i = 0;
    (void)((Other::name.view() == Leaf::name.view() || (++i, false)) || ... || false);
    return i;
}

/// Plans that update nothing have no sums.
template <class V>
struct no_lane_sums {};

template <class List>
inline constexpr index_t elements_of = 0;
template <class... Leaf>
inline constexpr index_t elements_of<list<Leaf...>> = (Leaf::shape_type::size + ... + 0);
/// Where the elements of a leaf begin among those of a list.
template <class L, class... Leaf>
consteval index_t offset_of_leaf(list<Leaf...>) {
    constexpr index_t sizes[]{Leaf::shape_type::size..., 0};
    index_t at = 0;
    for (std::size_t i = 0; i < position_of_name<L>(list<Leaf...>{}); ++i) at += sizes[i];
    return at;
}

template <class L, class Variables>
consteval bool is_by_columns() {
    if constexpr (L::kind != leaf_kind::input && !std::is_same_v<Variables, no_variables>) {
        using found = std::remove_cvref_t<decltype(Variables::template at<L>(
            std::declval<Variables const&>()))>;
        if constexpr (requires { typename found::layout_type; })
            return std::is_same_v<typename found::layout_type, column_major>;
    }
    return false;
}

/// Where the leaves are, a register for each element of those that have samples, and what updates
/// do.
template <class V, class Variables, class Sampled, class Shared, class Sums>
struct lane_context {
    using T = kernel::scalar_of<V>;
    V const* samples;
    T const* const* shared;
    Sums const& sums;

    template <class L>
    static constexpr bool by_columns = is_by_columns<L, Variables>();
    template <class L>
    static constexpr bool updates_by_columns = false;
    template <class L>
    static constexpr bool has_samples = position_of_name<L>(Sampled{}) < Sampled::size;
    template <class L, bool>
    ESPALIER_INLINE auto updater() const {
        return sums.template updater<L>();
    }
    template <class L>
    ESPALIER_INLINE auto data() const {
        if constexpr (has_samples<L>)
            return samples + offset_of_leaf<L>(Sampled{});
        else
            return kernel::spread<V>{shared[position_of_name<L>(Shared{})]};
    }
};
/// ... and the other values; a pack of samples has so many registers of its own.
template <class PlanTicket, class V, class Context, index_t Registers>
struct lane_memory : plan_memory<PlanTicket, V, Context> {
    using memory = plan_memory<PlanTicket, V, Context>;
    template <int Node>
    static constexpr index_t stride = [] {
        if constexpr (memory::Plan::info_of_node(Node).kind == op_kind::leaf)
            return Context::template has_samples<typename memory::template leaf<Node>> ? Registers
                                                                                       : 0;
        else
            return Registers;
    }();
};

}  // namespace espalier::inline ESPALIER_ABI::detail
