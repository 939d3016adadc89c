// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <string_view>

#include <espalier/core/constant.hpp>
#include <espalier/core/op.hpp>
#include <espalier/core/ticket.hpp>

/// The graph as data: nodes that refer to a short table of op types. Passes are constexpr
/// functions on nodes; only kernels look at the types in the table.
namespace espalier::inline ESPALIER_ABI::detail {

/// An op with the arrays it reads and makes; layers of one shape share their forms.
template <class Op, class Out, class... In>
struct form {
    using op = Op;
    using out = Out;
};

/// What passes may know of a form.
struct op_info {
    key id = 0;
    op_kind kind = op_kind::opaque;
    leaf_kind leaf = leaf_kind::input;
    bool frozen = false;   // a leaf that is not trained
    bool integer = false;  // indices, not numbers
    bool blocks_gradient = false;
    bool is_checkpoint = false;
    bool repeats_operand = false;     // elementwise: its operand in a larger shape
    bool moves_elements = false;      // opaque, and the elements may be anything
    bool makes_sums = false;          // its elements are sums that it makes one by one
    bool updates_buffer = false;      // operand 1, by operand 2, in a training step
    bool adds_to_sum = false;         // an update that leaves its parameter as it is
    bool unique_name = true;          // no other form prints like it
    bool commutes_with_neutral[2]{};  // operand i may be `neutral`, leaving the other
    double neutral = 0;
    double number = 0;
    unsigned not_differentiable = 0;
    key kept_by = 0;  // the form of the loop (operand 0) that leaves it on its way
    int arity = 0;
    index_t flops = 0;
    index_t rows = 0, cols = 0, depth = 0;  // of a contraction: M, N, K; cols: also of sums
    bool is_single_product = false;         // not a batch of them
    bool by_rows_of_right = false;          // it reads its right operand as a transpose
    extents shape{};
    extents corner{};         // of a box of its operand: where it begins
    std::string_view name{};  // of the op, or the local name of a leaf
};

/// The identity of a leaf node, from the key of its full name.
constexpr key leaf_id(key name) { return mix(name, 1); }

struct node {
    int op = -1;  // in the table
    int arity = 0;
    int operand[max_operands]{};  // >= 0: a node; -1 - i: argument i of a body
    std::string_view prefix{};    // of the leaf's name; the layer an op stands in
    bool frozen = false;
    int copy = 0;  // > 0: computed again in the backward pass, behind a checkpoint
    key id = 0;
};

template <class Form>
struct describe;
template <class Op, class Out, class... In>
struct describe<form<Op, Out, In...>> {
    static consteval op_info make() {
        op_info i;
        i.id = key_of<form<Op, Out, In...>>;
        i.unique_name = type_identity_of<form<Op, Out, In...>>.unique_name;
        i.kind = kind_of<Op>;
        i.shape = Out::shape_type::value;
        i.integer = std::is_integral_v<typename Out::value_type>;
        i.arity = static_cast<int>(sizeof...(In));
        i.name = Op::name.view();
        if constexpr (kind_of<Op> == op_kind::leaf) {
            i.leaf = Op::kind;
            i.frozen = Op::frozen;
        } else if constexpr (kind_of<Op> == op_kind::number) {
            i.number = value_of_number<Op>;
        } else {
            i.not_differentiable = Op::not_differentiable;
            if constexpr (requires { Op::blocks_gradient; }) i.blocks_gradient = true;
            if constexpr (requires { Op::is_checkpoint; }) i.is_checkpoint = true;
            if constexpr (requires { Op::updates_buffer; }) i.updates_buffer = true;
            if constexpr (requires { Op::repeats_operand; }) i.repeats_operand = true;
            if constexpr (requires { Op::moves_elements; }) i.moves_elements = true;
            if constexpr (requires { requires Op::makes_sums; })
                i.makes_sums = true, i.cols = Op::template sum_columns<Out, In...>;
            if constexpr (requires { typename Op::template kept_by<In...>; })
                i.kept_by = key_of<typename Op::template kept_by<In...>>;
            if constexpr (requires { Op::template corner<In...>; })
                i.corner = Op::template corner<In...>;
            if constexpr (requires { Op::adds_to_sum; }) i.adds_to_sum = true;
            if constexpr (requires { Op::neutral; }) {
                i.neutral = Op::neutral;
                i.commutes_with_neutral[0] = Op::neutral_left;
                i.commutes_with_neutral[1] = true;
            }
            if constexpr (kind_of<Op> == op_kind::contraction) {
                i.rows = Op::m, i.cols = Op::n, i.depth = Op::k;
                i.is_single_product = Op::batch == 1;
                i.by_rows_of_right = Op::right && Op::batch == 1;
            }
            if constexpr (requires { Op::template flops<Out, In...>(); })
                i.flops = Op::template flops<Out, In...>();
            else if constexpr (kind_of<Op> != op_kind::alias)
                i.flops = i.shape.size() * Op::flops_per_element;
        }
        return i;
    }
    static constexpr op_info value = make();
};

template <class Table>
struct table_info;
template <class... Form>
struct table_info<list<Form...>> {
    static constexpr int size = static_cast<int>(sizeof...(Form));
    static constexpr op_info info[sizeof...(Form) + 1]{describe<Form>::value...};
};

/// Nodes with the keys of their table, whatever its types: what one graph inlines of another.
struct graph_view {
    node const* nodes;
    int count;
    int result;  // >= 0: a node; -1 - i: argument i
    op_info const* table;
    int table_size;
};

/// Appends nodes, each value once.
template <std::size_t N>
struct graph_builder {
    node nodes[N ? N : 1]{};
    int count = 0;
    key_map<N> known{};
    int conflict = -1;                  // a leaf whose name already means something else
    bool conflict_in_training = false;  // ... or is the same leaf, once trained and once frozen
    bool conflict_of_steps = false;     // ... both of no layer: told where the steps were merged

    static constexpr key name_of(node const& n, op_info const& i) {
        return hash(i.name, n.prefix.empty() ? hash("") : hash(".", hash(n.prefix)));
    }
    constexpr int add(node n, op_info const* table) {
        op_info const& info = table[n.op];
        if (info.kind == op_kind::leaf) {
            n.id = leaf_id(name_of(n, info));
        } else {
            if (int const same = simplified(n, table); same >= 0) return same;
            n.id = mix(info.id, static_cast<key>(n.copy + 2));
            for (int i = 0; i < n.arity; ++i) n.id = mix(n.id, static_cast<key>(n.operand[i] + 64));
        }
        int const at = known.find_or_insert(n.id, count);
        if (at == count) {
            nodes[count++] = n;
        } else if (info.kind == op_kind::leaf) {
            op_info const& first = table[nodes[at].op];
            if (conflict < 0 && (first.leaf != info.leaf || first.shape != info.shape ||
                                 first.integer != info.integer || nodes[at].frozen != n.frozen)) {
                conflict = at;
                conflict_of_steps = nodes[at].prefix.empty() && n.prefix.empty();
                conflict_in_training = first.leaf == info.leaf && first.shape == info.shape &&
                                       first.integer == info.integer;
            }
        }
        return at;
    }
    /// What a node shows in another shape, or over and over.
    constexpr int repeated_by(int n, op_info const* table) const {
        while (true) {
            op_info const& info = table[nodes[n].op];
            bool const shows = info.kind == op_kind::alias || info.repeats_operand;
            if (!shows || nodes[n].operand[0] < 0) return n;
            n = nodes[n].operand[0];
        }
    }
    /// x * 1, x + 0, x / 1 are x, also where the 1 or 0 is repeated.
    constexpr int simplified(node const& n, op_info const* table) const {
        op_info const& info = table[n.op];
        for (int i = 0; i < 2 && n.arity == 2; ++i) {
            if (!info.commutes_with_neutral[i] || n.operand[i] < 0 || n.operand[1 - i] < 0)
                continue;
            op_info const& a = table[nodes[repeated_by(n.operand[i], table)].op];
            op_info const& b = table[nodes[n.operand[1 - i]].op];
            if (a.kind == op_kind::number && a.number == info.neutral && b.shape == info.shape)
                return n.operand[1 - i];
        }
        return -1;
    }
};

/// A key continued by integers.
template <class Integers>
constexpr key salted(key seed, Integers const& integers) {
    for (auto const i : integers) seed = mix(seed, static_cast<key>(i));
    return seed;
}

/// The key of a graph: of its nodes, its ops and its leaves, and of what it was made from, as two
/// graphs of the same nodes can be two types.
template <class Graph>
consteval key make_graph_key() {
    using info = table_info<typename Graph::table>;
    key all = mix(Graph::salt, static_cast<key>(Graph::count));
    for (int n = 0; n < Graph::count; ++n) {
        all = mix(all, mix(Graph::nodes[n].id, info::info[Graph::nodes[n].op].id));
        for (int i = 0; i < Graph::nodes[n].arity; ++i)
            all = mix(all, static_cast<key>(Graph::nodes[n].operand[i]));
        all = mix(all, static_cast<key>(Graph::nodes[n].frozen));
    }
    return all;
}
template <class Graph>
inline constexpr key graph_key = make_graph_key<Graph>();
template <class Graph>
inline constexpr bool graph_has_unique_name = [] {
    using info = table_info<typename Graph::table>;
    for (int n = 0; n < Graph::count; ++n)
        if (!info::info[Graph::nodes[n].op].unique_name) return false;
    return true;
}();
template <class Graph>
using graph_ticket = ticket_for<Graph, graph_key<Graph>, graph_has_unique_name<Graph>>;

/// How a table's entries are numbered in another table that contains them.
template <std::size_t N>
struct op_numbers {
    key_map<N> map{};
    constexpr op_numbers(op_info const* table, int size) {
        for (int i = 0; i < size; ++i) map.find_or_insert(table[i].id, i);
    }
    constexpr int operator[](op_info const& i) const { return map.find(i.id); }
};

/// Inlines a body: its arguments become `arguments`; gives its result.
template <class Builder, class Numbers>
constexpr int inline_body(Builder& b, graph_view body, int const* arguments,
                          std::string_view prefix, bool frozen, Numbers const& numbers,
                          op_info const* table, int* scratch) {
    auto ref = [&](int r) { return r >= 0 ? scratch[r] : arguments[-1 - r]; };
    for (int i = 0; i < body.count; ++i) {
        node n = body.nodes[i];
        op_info const& info = body.table[n.op];
        n.op = numbers[info];
        for (int k = 0; k < n.arity; ++k) n.operand[k] = ref(n.operand[k]);
        bool const named = info.kind != op_kind::leaf || info.leaf != leaf_kind::input;
        if (named && n.prefix.empty()) n.prefix = prefix;
        if (named && info.kind == op_kind::leaf) n.frozen = n.frozen || frozen;
        scratch[i] = b.add(n, table);
    }
    return ref(body.result);
}

}  // namespace espalier::inline ESPALIER_ABI::detail
