// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/differentiate.hpp>

/// Batching as a transformation of graphs: leaves or arguments get a leading sample axis, and so
/// does what depends on them, by a rule per op. What does not depend on them is computed once.
namespace espalier::inline ESPALIER_ABI::detail {

template <index_t B, class Array>
struct batched_array;
template <index_t B, class T, index_t... D>
struct batched_array<B, array<T, D...>> {
    using type = array<T, B, D...>;
};
template <index_t B, bool Batched, class Array>
using batched_if =
    typename std::conditional_t<Batched, batched_array<B, Array>, held_type<Array>>::type;

constexpr bool in_mask(unsigned mask, std::size_t k) { return ((mask >> k) & 1u) != 0; }

/// Which nodes depend on a source: a leaf node, or (-1 - i) argument i of a body.
template <std::size_t N>
struct batch_marks {
    bool batched[N ? N : 1]{};
    unsigned mask[N ? N : 1]{};  // of the operands that are batched
    indices<N> op, masks;        // the distinct rules: an entry of the table, and a mask
    int rule[N ? N : 1]{};       // of each node, or -1
    int uses[N ? N : 1]{};       // of each rule
};
template <std::size_t N>
consteval batch_marks<N> mark_batched(node const* nodes, int count, op_info const* table,
                                      int const* sources, std::size_t source_count) {
    batch_marks<N> m;
    auto is_source = [&](int n) {
        for (std::size_t i = 0; i < source_count; ++i)
            if (sources[i] == n) return true;
        return false;
    };
    for (int n = 0; n < count; ++n) {
        m.rule[n] = -1;
        if (table[nodes[n].op].kind == op_kind::leaf) {
            m.batched[n] = is_source(n);
            continue;
        }
        for (int k = 0; k < nodes[n].arity; ++k) {
            int const x = nodes[n].operand[k];
            if (x >= 0 ? m.batched[x] : is_source(x)) m.mask[n] |= 1u << k;
        }
        if (m.mask[n] == 0) continue;
        m.batched[n] = true;
        for (std::size_t r = 0; r < m.op.count; ++r)
            if (m.op[r] == nodes[n].op && static_cast<unsigned>(m.masks[r]) == m.mask[n])
                m.rule[n] = static_cast<int>(r);
        if (m.rule[n] < 0) {
            m.rule[n] = static_cast<int>(m.op.count);
            m.op.push(nodes[n].op);
            m.masks.push(static_cast<int>(m.mask[n]));
        }
        ++m.uses[m.rule[n]];
    }
    return m;
}

template <class Op, index_t B, unsigned Mask, class Out, class... In>
struct batched_op;

/// The op over a batch, as an expression of operands of which those in `Mask` have a sample axis.
template <class Form, index_t B, unsigned Mask>
struct batching;
template <class Op, class Out, class... In, index_t B, unsigned Mask>
struct batching<form<Op, Out, In...>, B, Mask> {
    template <bool Batched, class Array, expression X>
    static constexpr auto aligned(X x) {
        if constexpr (Batched)
            return reshaped<aligned_t<B, typename Array::shape_type, Out::shape_type::rank>>(x);
        else
            return x;
    }
    template <expression... X>
    static constexpr auto rule(X... x) {
        if constexpr (requires { Op::template batched<B, Mask, Out, In...>(x...); })
            return Op::template batched<B, Mask, Out, In...>(x...);
        else if constexpr (kind_of<Op> == op_kind::elementwise)
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return apply<Op>(aligned<in_mask(Mask, I), In>(x)...);
            }(std::index_sequence_for<In...>{});
        else if constexpr (kind_of<Op> == op_kind::alias)
            return apply<Op>(x...);
        else
            return apply<batched_op<Op, B, Mask, Out, In...>>(x...);
    }
    template <std::size_t... I>
    static auto body(std::index_sequence<I...>) -> program_of<
        decltype(rule(argument<static_cast<int>(I), batched_if<B, in_mask(Mask, I), In>>{}...))>;
    using graph = flat<decltype(body(std::index_sequence_for<In...>{}))>;
};

template <std::size_t N, std::size_t Before, std::size_t Outputs>
struct batched_data {
    graph_builder<N> graph{};
    int at[Before + 1]{};  // where each node went
    int output[Outputs ? Outputs : 1]{};
};

template <class Graph, index_t B, class Sources, int... Output>
struct batched;

/// `Graph` with a sample axis of extent B on the sources. Each of `data.output` has that axis too.
template <class Graph, index_t B, int... Source, int... Output>
struct batched<Graph, B, std::integer_sequence<int, Source...>, Output...> {
    using before = table_info<typename Graph::table>;
    static constexpr std::size_t count_before = static_cast<std::size_t>(Graph::count);
    static constexpr int sources[sizeof...(Source) + 1]{Source...};
    static constexpr auto marks = mark_batched<count_before>(
        Graph::nodes, Graph::count, before::info, sources, sizeof...(Source));
    static consteval bool output_is_batched(int n) {
        if (n >= 0) return marks.batched[n];
        for (std::size_t i = 0; i < sizeof...(Source); ++i)
            if (sources[i] == n) return true;
        return false;
    }

    template <int Op>
    using form_at = element_t<typename Graph::table, static_cast<std::size_t>(Op)>;
    template <class Form>
    struct leaf_form;
    template <class Leaf, class Out>
    struct leaf_form<form<Leaf, Out>> {
        using array = typename batched_array<B, Out>::type;
        using type = form<leaf<Leaf::kind, Leaf::name, typename array::shape_type,
                               typename Leaf::value_type, Leaf::frozen, typename Leaf::start>,
                          array>;
    };
    /// Of a source that is a leaf; bodies have none.
    template <int Node>
    struct source_form {
        using type = typename leaf_form<form_at<Graph::nodes[Node].op>>::type;
        using table = list<type>;
        static constexpr key id = key_of<type>;
    };
    template <int Node>
        requires(Node < 0)
    struct source_form<Node> {
        using table = list<>;
        static constexpr key id = 0;
    };
    /// Of an output that no source reaches: the same for each sample.
    template <int Node>
    struct repeated_form {
        using table = list<>;
        static constexpr key id = 0;
    };
    template <int Node>
        requires(Node >= 0 && !output_is_batched(Node))
    struct repeated_form<Node> {
        using out = typename form_at<Graph::nodes[Node].op>::out;
        using array = typename batched_array<B, out>::type;
        using type = form<broadcast_op<array>, array, out>;
        using table = list<type>;
        static constexpr key id = key_of<type>;
    };
    template <class Rules>
    struct types;
    template <std::size_t... R>
    struct types<std::index_sequence<R...>> {
        using table = unique_t<concat_lists_t<
            typename Graph::table, typename source_form<Source>::table...,
            typename repeated_form<Output>::table...,
            typename batching<form_at<marks.op.value[R]>, B,
                              static_cast<unsigned>(marks.masks.value[R])>::graph::table...>>;
        static constexpr graph_view views[sizeof...(R) + 1]{
            batching<form_at<marks.op.value[R]>, B,
                     static_cast<unsigned>(marks.masks.value[R])>::graph::view...};
    };
    using built = types<std::make_index_sequence<marks.op.count>>;
    using table = typename built::table;
    using info = table_info<table>;

    static consteval std::size_t capacity() {
        std::size_t n = count_before + sizeof...(Output);
        for (std::size_t r = 0; r < marks.op.count; ++r)
            n += static_cast<std::size_t>(marks.uses[r] * built::views[r].count);
        return n;
    }
    static consteval auto make() {
        batched_data<capacity(), count_before, sizeof...(Output)> d;
        op_numbers<info::size> const numbers(info::info, info::size);
        key const source_keys[sizeof...(Source) + 1]{source_form<Source>::id...};
        key const repeated_keys[sizeof...(Output) + 1]{repeated_form<Output>::id...};
        int scratch[capacity() + 1]{};
        auto now = [&](int n) { return n >= 0 ? d.at[n] : n; };
        for (std::size_t n = 0; n < count_before; ++n) {
            node copy = Graph::nodes[n];
            for (int k = 0; k < copy.arity; ++k) copy.operand[k] = now(copy.operand[k]);
            if (marks.rule[n] >= 0) {
                d.at[n] = inline_body(d.graph, built::views[marks.rule[n]], copy.operand, {}, false,
                                      numbers, info::info, scratch);
                continue;
            }
            copy.op = numbers[before::info[copy.op]];
            for (std::size_t s = 0; s < sizeof...(Source); ++s)
                if (sources[s] == static_cast<int>(n)) copy.op = numbers.map.find(source_keys[s]);
            d.at[n] = d.graph.add(copy, info::info);
        }
        int const outputs[sizeof...(Output) + 1]{Output...};
        for (std::size_t i = 0; i < sizeof...(Output); ++i) {
            d.output[i] = now(outputs[i]);
            if (repeated_keys[i] == 0) continue;
            node repeated;
            repeated.op = numbers.map.find(repeated_keys[i]);
            repeated.arity = 1;
            repeated.operand[0] = d.output[i];
            d.output[i] = d.graph.add(repeated, info::info);
        }
        return d;
    }
    static constexpr int outputs_before[sizeof...(Output) + 1]{Output...};
    static constexpr key salt = salted(salted(mix(graph_key<Graph>, B), sources), outputs_before);
    static constexpr auto data = make();
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;
    static constexpr int result = data.output[0];
    static constexpr graph_view view{nodes, count, result, info::info, info::size};
};

/// The arguments of a body in a mask, as sources.
template <unsigned Mask, std::size_t Count>
struct masked_arguments {
    static constexpr auto found = [] {
        indices<Count> f;
        for (std::size_t k = 0; k < Count; ++k)
            if (in_mask(Mask, k)) f.push(-1 - static_cast<int>(k));
        return f;
    }();
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>) -> std::integer_sequence<int, found.value[I]...>;
    using type = decltype(make(std::make_index_sequence<found.count>{}));
};

/// The adjoint of operand K of an op, over a batch of cotangents, results and some operands.
template <class Form, int K, index_t B, unsigned Mask>
struct batched_adjoint_op;
template <class Op, class Out, class... In, int K, index_t B, unsigned Mask>
struct batched_adjoint_op<form<Op, Out, In...>, K, B, Mask> : composite<"batched_adjoint"> {
    using body_graph = typename adjoint_body<form<Op, Out, In...>, K>::graph;
    template <class... X>
    static consteval auto result() {
        return typename batched_array<B, at<static_cast<std::size_t>(K), In...>>::type{};
    }
    struct expansion_of {
        // of the arguments (g, y, x...)
        using sources = typename masked_arguments<(Mask << 2) | 3u, sizeof...(In) + 2>::type;
        using graph = batched<body_graph, B, sources, body_graph::result>;
    };
    using expansion = typename expansion_of::graph;
};

/// An op with a kernel of its own, run for each sample in turn.
template <class Op, index_t B, unsigned Mask, class Out, class... In>
struct batched_op : op_base {
    static constexpr auto name = Op::name;
    static constexpr op_kind kind = op_kind::opaque;
    static constexpr unsigned not_differentiable = Op::not_differentiable;
    static constexpr index_t flops_per_element = Op::flops_per_element;

    template <class... X>
    static consteval auto result() {
        return typename batched_array<B, Out>::type{};
    }
    template <class, class..., class T, class... X>
    static constexpr void run(T* out, X const*... in) {
        for (index_t b = 0; b < B; ++b) sample(std::index_sequence_for<In...>{}, b, out, in...);
    }
    template <int K>
    static constexpr auto adjoint(auto g, auto y, auto... x) {
        using operand = at<static_cast<std::size_t>(K), In...>;
        auto const each = apply<batched_adjoint_op<form<Op, Out, In...>, K, B, Mask>>(g, y, x...);
        if constexpr (in_mask(Mask, static_cast<std::size_t>(K)))
            return each;
        else
            return reshaped<typename operand::shape_type>(
                apply<reduce_op<add_combine, 0, 1>>(each));
    }

private:
    template <std::size_t... I, class T, class... X>
    static constexpr void sample(std::index_sequence<I...>, index_t b, T* out, X const*... in) {
        Op::template run<Out, In...>(out + b * Out::shape_type::size,
                                     in + (in_mask(Mask, I) ? b * In::shape_type::size : 0)...);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
