// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/graph.hpp>

/// Expansion: a program's composites are replaced by their bodies, down to ops with kernels.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Op, class Array, class Operands>
struct form_from;
template <class Op, class Array, class... A>
struct form_from<Op, Array, list<A...>> {
    using type = form<Op, Array, A...>;
};

struct step_form {
    int form = 0;
    int arity = 0;
    int operand[max_operands]{};
    std::string_view prefix{};
    bool frozen = false;
    int placeholder = -1;
};

template <class Op>
inline constexpr int placeholder_index = -1;
template <int I, class A>
inline constexpr int placeholder_index<placeholder<I, A>> = I;

template <class Step>
constexpr step_form describe_step(int form_index) {
    using op = typename parts<Step>::op;
    step_form s;
    s.form = form_index;
    s.arity = data_of<Step>.arity;
    for (int i = 0; i < s.arity; ++i) s.operand[i] = data_of<Step>.operands[i];
    s.prefix = nameless<op>::prefix;
    s.frozen = nameless<op>::frozen;
    s.placeholder = placeholder_index<op>;
    return s;
}

template <std::size_t Nodes, std::size_t Steps>
struct expanded {
    graph_builder<Nodes> graph{};
    int result_of_step[Steps]{};
};

template <std::size_t Nodes, std::size_t Steps, std::size_t Ops>
consteval auto expand(step_form const* steps, graph_view const* bodies, op_info const* table,
                      int table_size) {
    expanded<Nodes, Steps> e;
    op_numbers<Ops> const numbers(table, table_size);
    int scratch[Nodes + 1]{};
    for (std::size_t s = 0; s < Steps; ++s) {
        if (steps[s].placeholder >= 0) {
            e.result_of_step[s] = -1 - steps[s].placeholder;
            continue;
        }
        int arguments[max_operands]{};
        for (int i = 0; i < steps[s].arity; ++i)
            arguments[i] = e.result_of_step[steps[s].operand[i]];
        e.result_of_step[s] =
            inline_body(e.graph, bodies[steps[s].form], arguments, steps[s].prefix, steps[s].frozen,
                        numbers, table, scratch);
    }
    return e;
}

template <fixed_string Leaf>
struct name_frozen_and_trained {
    static_assert(
        never<Leaf>,
        "espalier: one name is frozen in one place and trained in another of one program; "
        "to cut one path of a tied weight write stop_gradient(w) there");
};
template <fixed_string Leaf>
struct layers_share_a_name {
    static_assert(
        never<Leaf>,
        "espalier: two leaves of one name differ in kind, shape or element type; give one "
        "of the layers another name");
};

template <class Program>
struct flat;

/// What stands for one step: the op itself, or the expansion of its body.
template <class Form>
struct expansion;
template <class Op, class Out, class... In>
struct expansion<form<Op, Out, In...>> {
    using table = list<form<Op, Out, In...>>;
    static consteval node make() {
        node n;
        n.op = 0;
        n.arity = static_cast<int>(sizeof...(In));
        for (int i = 0; i < n.arity; ++i) n.operand[i] = -1 - i;
        n.frozen = describe<form<Op, Out, In...>>::value.frozen;
        return n;
    }
    static constexpr node nodes[1]{make()};
    static constexpr graph_view view{nodes, 1, 0, table_info<table>::info, 1};
};
template <int I, class A, class Out>
struct expansion<form<placeholder<I, A>, Out>> {
    using table = list<>;
    static constexpr graph_view view{nullptr, 0, -1 - I, nullptr, 0};
};
template <class Op, class Out, class... In>
    requires(kind_of<Op> == op_kind::composite && !requires { typename Op::expansion; })
struct expansion<form<Op, Out, In...>> {
    template <std::size_t... I>
    static auto body(std::index_sequence<I...>)
        -> program_of<decltype(Op::body(argument<static_cast<int>(I), In>{}...))>;
    using graph = flat<decltype(body(std::index_sequence_for<In...>{}))>;
    using table = typename graph::table;
    static constexpr graph_view view = graph::view;
};
/// A composite that is a transformation of a program brings its own expansion.
template <class Op, class Out, class... In>
    requires requires { typename Op::expansion; }
struct expansion<form<Op, Out, In...>> {
    using table = typename Op::expansion::table;
    static constexpr graph_view view = Op::expansion::view;
};

/// A program down to ops with kernels: `table` of op types, nodes, and where each step went.
template <class... Steps>
struct flat<program<Steps...>> {
    template <class Step>
    using form_of_step =
        typename form_from<typename nameless<typename parts<Step>::op>::type,
                           typename parts<Step>::array,
                           typename parts<Step>::template operand_arrays<Steps...>>::type;

    template <class... Form>
    struct over {
        static constexpr auto first =
            first_occurrences<sizeof...(Form)>(std::array<key, sizeof...(Form)>{key_of<Form>...});
        template <std::size_t... I>
        static auto pick_unique(std::index_sequence<I...>)
            -> list<at<static_cast<std::size_t>(first.value[I]), Form...>...>;
        using distinct = decltype(pick_unique(std::make_index_sequence<first.count>{}));
        static constexpr key keys[sizeof...(Form)]{key_of<Form>...};
    };
    using forms = over<form_of_step<Steps>...>;

    template <class List>
    struct expansions;
    template <class... Form>
    struct expansions<list<Form...>> {
        using table = unique_t<concat_lists_t<typename expansion<Form>::table...>>;
        static constexpr graph_view views[sizeof...(Form)]{expansion<Form>::view...};
        static constexpr key keys[sizeof...(Form)]{key_of<Form>...};
    };
    using bodies = expansions<typename forms::distinct>;
    using table = typename bodies::table;

    struct described {
        step_form step[sizeof...(Steps)];
        std::size_t nodes = 0;
    };
    static consteval described describe_steps() {
        described d{{describe_step<Steps>(0)...}};
        key_map<sizeof...(Steps)> number;
        for (std::size_t i = 0; i < forms::first.count; ++i)
            number.find_or_insert(bodies::keys[i], static_cast<int>(i));
        for (std::size_t i = 0; i < sizeof...(Steps); ++i) {
            d.step[i].form = number.find(forms::keys[i]);
            d.nodes += static_cast<std::size_t>(bodies::views[d.step[i].form].count);
        }
        return d;
    }
    static constexpr described steps = describe_steps();
    static constexpr auto data = expand<steps.nodes, sizeof...(Steps), table_info<table>::size>(
        steps.step, bodies::views, table_info<table>::info, table_info<table>::size);

    template <int Length>
    static consteval auto name_at_conflict() {
        node const& n = data.graph.nodes[data.graph.conflict];
        fixed_string<Length + 1> full;
        int i = 0;
        for (char c : n.prefix) full.text[i++] = c;
        if (i > 0) full.text[i++] = '.';
        for (char c : table_info<table>::info[n.op].name) full.text[i++] = c;
        return full;
    }
    static constexpr bool check() {
        if constexpr (data.graph.conflict >= 0 && !data.graph.conflict_of_steps) {
            constexpr node const& n = data.graph.nodes[data.graph.conflict];
            constexpr auto length = static_cast<int>(n.prefix.size() + !n.prefix.empty() +
                                                     table_info<table>::info[n.op].name.size());
            if constexpr (data.graph.conflict_in_training)
                return sizeof(name_frozen_and_trained<name_at_conflict<length>()>) > 0;
            else
                return sizeof(layers_share_a_name<name_at_conflict<length>()>) > 0;
        }
        return true;
    }
    static_assert(check());

    static constexpr key salt = program_key<program<Steps...>>;
    static constexpr node const* nodes = data.graph.nodes;
    static constexpr int count = data.graph.count;
    static constexpr int result = data.result_of_step[sizeof...(Steps) - 1];
    static constexpr graph_view view{nodes, count, result, table_info<table>::info,
                                     table_info<table>::size};
};

}  // namespace espalier::inline ESPALIER_ABI::detail
