// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/loop.hpp>

/// The derivative of a loop: a loop backwards, and what is done for all steps at once. What of the
/// steps both need is left by the loops that compute it.
namespace espalier::inline ESPALIER_ABI::detail {

/// The body of the loop backwards: of the cotangent c that the later steps leave and the cotangent
/// g of the state, the cotangent of the state before.
template <class Body>
struct carried_cotangent_op : composite<"carried_cotangent"> {
    static constexpr auto body(auto c, auto g, auto... x) {
        return apply<cotangent_op<Body, 0>>(g + c, x...);
    }
};
template <class Form>
struct carried_cotangent_form;
template <class Op, class State, class... In>
struct carried_cotangent_form<form<Op, State, State, In...>> {
    using type = form<carried_cotangent_op<form_ticket<form<Op, State, State, In...>>>, State,
                      State, State, State, In...>;
};
template <class Body>
using carried_cotangent = form_ticket<typename carried_cotangent_form<redeemed<Body>>::type>;

/// What a loop y = loop(state, x...) leaves on its way: an op of what a step reads, for all steps.
/// Elsewhere than behind that loop it is computed from the states y.
template <class Op, class Body, index_t Steps, int Sequences, bool Backwards>
struct kept_op : opaque<"kept"> {
    using op = Op;
    using body = body_of_loop<redeemed<Body>>;
    using function = typename body::template function<Op>;
    using leaves = integers<typename function_of<function>::leaves>;
    static constexpr index_t flops_per_element = 0;  // the loop's
    static constexpr std::size_t arity = function_of<function>::arity;
    static constexpr unsigned not_differentiable = [] {
        unsigned none = leaves::at[0] < 0 ? 3 : 0;
        for (std::size_t i = 1; i < arity; ++i)
            if (leaves::at[i] < 0) none |= 2u << i;
        return none;
    }();
    template <class... In>
    using kept_by = form<loop_op<Body, Steps, Sequences, Backwards>, In...>;

    template <class...>
    static consteval auto result() {
        return typename batched_array<Steps, result_t<Op>>::type{};
    }
    template <class, class..., class T>
    static constexpr void run(T* out, T const* y, T const* state, auto const*... in) {
        T const* const operands[]{state, in...};
        loop_machine<typename body::arrays, Sequences, Op>::template run<Steps, Backwards>(
            &out, y, operands);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto y, auto state, auto... x) {
        using steps = over_samples<function, Steps, (2u << Sequences) - 1u>;
        auto const before = states_before<Backwards>(state, y);
        constexpr int argument = Operand < 2 ? 0 : Operand - 1;
        auto const cotangent = apply<cotangent_op<steps, argument>>(g, before, x...);
        using State = typename decltype(state)::array_type;
        if constexpr (Operand == 0)
            return states_before<!Backwards>(apply<broadcast_op<State>>(constant<0>), cotangent);
        else if constexpr (Operand == 1)
            return state_of_step<State, Backwards ? Steps - 1 : 0>(cotangent);
        else
            return cotangent;
    }
};

/// The backward loop of a loop, and what it reads of the loop's steps.
template <class Body, index_t Steps, int Sequences, bool Backwards>
struct loop_cotangent {
    using body = carried_cotangent<Body>;
    using core = loop_core<body, Sequences + 2>;
    using parts = typename core::parts;
    static constexpr auto worth_keeping = find_worth_keeping<parts::size>(
        parts::graph::nodes, parts::graph::view.table, parts::leaves::at[2], parts::leaves::at, 2);

    template <std::size_t... I>
    static auto list_read(std::index_sequence<I...>)
        -> std::integer_sequence<int, parts::leaves::at[I + 2]...>;
    /// What the loop's body reads, as nodes of the backward body.
    using read = decltype(list_read(std::make_index_sequence<function_of<Body>::arity>{}));
    /// A node of the loop's body, left by the loop, ...
    template <class Function, int Node, class Arguments = typename function_of<Function>::leaves>
    using kept = kept_op<node_op<Function, Arguments, Node>, Body, Steps, Sequences, Backwards>;
    /// ... and one of the backward body, left by the backward loop.
    template <int Node>
    using left = kept_op<typename core::template node<Node>, typename core::function, Steps,
                         core::sequences, !Backwards>;

    /// A node of the backward body that is hoisted.
    template <int Node>
    static constexpr auto operand(std::integral_constant<int, Node>, auto g, auto before, auto y,
                                  auto state, auto... x) {
        if constexpr (worth_keeping.at[Node])
            return apply<kept<body, Node, read>>(y, state, x...);
        else
            return operand_of_loop<body, Steps, Sequences + 2, Node>(state, g, before, x...);
    }
};

/// The cotangent of an operand of a loop but the first state, for all steps at once: from the
/// cotangents of all states, the states before and the other operands, and from what the loop and
/// the backward loop left.
template <class Body, index_t Steps, int Sequences, int Operand>
struct steps_cotangent : composite<"steps_cotangent"> {
    using function = function_of<Body>;
    using graph = typename function::graph;
    using leaves = integers<typename function::leaves>;
    static constexpr std::size_t size = static_cast<std::size_t>(graph::count);

    template <std::size_t... I>
    static auto list_leaves(std::index_sequence<I...>)
        -> std::integer_sequence<int, leaves::at[I]...>;
    /// The body for all steps, ...
    using over = batched<graph, Steps,
                         decltype(list_leaves(
                             std::make_index_sequence<static_cast<std::size_t>(Sequences) + 1>{})),
                         graph::result>;
    using cotangent = argument_leaf<leaf_kind::input, max_operands,
                                    typename batched_array<Steps, typename function::out>::type>;
    /// ... differentiated.
    using reverse =
        differentiated<over, std::integer_sequence<int, over::data.at[leaves::at[Operand]]>,
                       seed_leaf<over::data.output[0], cotangent>>;
    static constexpr std::size_t reverse_size = static_cast<std::size_t>(reverse::count);

    /// For each node of the body the node of the backward body that is its cotangent and that the
    /// backward loop computes, or -1.
    struct cotangent_nodes {
        int of[size ? size : 1]{};
    };
    static consteval cotangent_nodes find_cotangents() {
        using back = loop_parts<carried_cotangent<Body>, Sequences + 2>;
        using step = typename cotangent_op<Body, 0>::made;
        constexpr auto step_size = static_cast<std::size_t>(step::reverse::count);
        constexpr auto there =
            keys_of_values<back::size>(back::graph::nodes, back::graph::view.table);
        value_keys<step_size> given{};
        for (std::size_t i = 0; i < function::arity; ++i)
            if (leaves::at[i] >= 0 && back::leaves::at[i + 2] >= 0)
                given.of[leaves::at[i]] = there.of[back::leaves::at[i + 2]];
        for (std::size_t n = 0; n < back::size; ++n) {
            node const& total = back::graph::nodes[n];
            if (total.arity == 2 && total.operand[0] == back::leaves::at[1] &&
                total.operand[1] == back::leaves::at[0])
                given.of[step::seed] = there.of[n];
        }
        auto const here =
            keys_of_values<step_size>(step::reverse::nodes, step::reverse::info::info, given);
        cotangent_nodes found;
        for (std::size_t n = 0; n < size; ++n) {
            int const at = step::reverse::data.adjoint[n];
            found.of[n] = -1;
            for (std::size_t m = 0; at >= 0 && m < back::size; ++m)
                if (there.of[m] == here.of[at] && back::split.carried[m] &&
                    back::split.in_loop[m] && back::is_carried)
                    found.of[n] = static_cast<int>(m);
        }
        return found;
    }
    /// What can be read instead of computed: a node of the body or of the backward body, by the
    /// node of `reverse` that has its value for all steps.
    struct available_nodes {
        value_marks<reverse_size> marks{};
        int step[reverse_size ? reverse_size : 1]{};
        bool is_cotangent[reverse_size ? reverse_size : 1]{};
    };
    static consteval available_nodes find_available() {
        available_nodes a;
        constexpr auto cotangents = find_cotangents();
        constexpr auto worth_keeping =
            find_worth_keeping<size>(graph::nodes, graph::view.table, leaves::at[0], nullptr, 0);
        auto const make = [&](int at, int step, bool is_cotangent) {
            a.marks.at[at] = true;
            a.step[at] = step;
            a.is_cotangent[at] = is_cotangent;
        };
        for (std::size_t n = 0; n < size; ++n) {
            int const at = over::data.at[n];
            bool shared = false;
            for (std::size_t m = 0; m < size; ++m)
                shared = shared || (m != n && over::data.at[m] == at);
            if (shared || !over::marks.batched[n]) continue;
            if (worth_keeping.at[n]) make(at, static_cast<int>(n), false);
            if (int const g = reverse::data.adjoint[at]; g >= 0 && cotangents.of[n] >= 0)
                make(g, cotangents.of[n], true);
        }
        return a;
    }
    static constexpr auto available = find_available();
    static constexpr auto read =
        find_frontier<reverse_size, static_cast<std::size_t>(max_operands) - 1 - function::arity>(
            reverse::nodes, available.marks, reverse::data.gradient[0]);
    struct read_nodes {
        int step[max_operands]{};
        bool is_cotangent[max_operands]{};
    };
    static constexpr auto step_of_read = [] {
        read_nodes r;
        for (std::size_t i = 0; i < read.count; ++i) {
            r.step[i] = available.step[read[i]];
            r.is_cotangent[i] = available.is_cotangent[read[i]];
        }
        return r;
    }();
    static constexpr auto const& step_node = step_of_read.step;
    static constexpr auto const& is_cotangent = step_of_read.is_cotangent;

    template <class...>
    static consteval auto result() {
        return batched_if<
            Steps, (Operand <= Sequences),
            typename function::template argument<static_cast<std::size_t>(Operand)>>{};
    }
    struct made {
        static constexpr int seed = reverse::data.graph.known.find(leaf_id(name_key<cotangent>));
        template <std::size_t... I, std::size_t... R>
        static auto make(std::index_sequence<I...>, std::index_sequence<R...>) -> abstracted<
            reverse,
            std::integer_sequence<
                int, seed,
                (leaves::at[I] < 0 ? -1 : over::data.at[leaves::at[I] < 0 ? 0 : leaves::at[I]])...,
                read.value[R]...>,
            reverse::data.gradient[0]>;
        using graph = decltype(make(std::make_index_sequence<function::arity>{},
                                    std::make_index_sequence<read.count>{}));
    };
    using expansion = typename made::graph;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
