// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/concat.hpp>
#include <espalier/plan/activity.hpp>

/// Parts: cotangents that reach an array through boxes of it that do not overlap, as the gates of a
/// recurrent layer or the parts of a split, lie side by side in its cotangent and are not summed.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t N>
struct part_lists {
    bool is_part[N ? N : 1]{};                  // a box whose cotangent is a part of its operand's
    int first[N ? N : 1]{}, next[N ? N : 1]{};  // the parts of a node: number + 1
    int form[N ? N : 1]{};                      // of what joins them; -1: there are none
    indices<N> receiver;                        // of each form: the first node that has it
};

/// Whether the boxes have an element in common: on each axis they do.
constexpr bool boxes_overlap(op_info const& a, op_info const& b) {
    for (int i = 0; i < a.corner.rank; ++i)
        if (a.corner.axis[i] + a.shape.axis[i] <= b.corner.axis[i] ||
            b.corner.axis[i] + b.shape.axis[i] <= a.corner.axis[i])
            return false;
    return true;
}

template <std::size_t N>
consteval part_lists<N> find_parts(node const* nodes, op_info const* table,
                                   activity_result<N> const& active) {
    part_lists<N> parts;
    int count[N ? N : 1]{}, last[N ? N : 1]{};
    for (int n = 0; n < static_cast<int>(N); ++n) {
        parts.form[n] = -1;
        op_info const& box = table[nodes[n].op];
        if (box.corner.rank == 0 || !active.active(n)) continue;
        int const x = nodes[n].operand[0];
        bool joins = count[x] < max_operands;
        for (int p = parts.first[x]; p != 0; p = parts.next[p - 1])
            joins = joins && !boxes_overlap(box, table[nodes[p - 1].op]);
        if (!joins) continue;
        (count[x] == 0 ? parts.first[x] : parts.next[last[x]]) = n + 1;
        last[x] = n;
        ++count[x];
    }
    key_map<N> known;
    for (int x = 0; x < static_cast<int>(N); ++x) {
        if (count[x] < 2) continue;
        key form = table[nodes[x].op].id;
        for (int p = parts.first[x]; p != 0; p = parts.next[p - 1]) {
            parts.is_part[p - 1] = true;
            form = mix(form, table[nodes[p - 1].op].id);
        }
        int const fresh = static_cast<int>(parts.receiver.count);
        parts.form[x] = known.find_or_insert(form, fresh);
        if (parts.form[x] == fresh) parts.receiver.push(x);
    }
    return parts;
}

/// What joins parts, as a form.
template <class Graph, auto const& Parts, int Form>
struct form_of_parts {
    static constexpr int receiver = Parts.receiver.value[Form];
    static constexpr auto list = [] {
        indices<static_cast<std::size_t>(max_operands)> l;
        for (int p = Parts.first[receiver]; p != 0; p = Parts.next[p - 1]) l.push(p - 1);
        return l;
    }();
    template <int Node>
    using form_at =
        element_t<typename Graph::table, static_cast<std::size_t>(Graph::nodes[Node].op)>;
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>)
        -> form<concat_op<typename form_at<receiver>::out::shape_type,
                          form_at<list.value[I]>::op::offset...>,
                typename form_at<receiver>::out, typename form_at<list.value[I]>::out...>;
    using type = decltype(make(std::make_index_sequence<list.count>{}));
};

}  // namespace espalier::inline ESPALIER_ABI::detail
