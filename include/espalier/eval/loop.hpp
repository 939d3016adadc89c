// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/loop_machine.hpp>
#include <espalier/op/concat.hpp>
#include <espalier/op/transpose.hpp>
#include <espalier/op/unsqueeze.hpp>
#include <espalier/plan/hoist.hpp>

/// Loops: y(t) = Body(y(t - 1), x(t)..., shared...) for all t, backwards if told so. `Body` is a
/// function, compiled once, whatever the number of steps; time is the first axis of y and of each
/// of the `Sequences` operands x. The derivatives of a loop are loops and what is done for all
/// steps at once, so that they can be differentiated again.
namespace espalier::inline ESPALIER_ABI::detail {

/// The body of a loop, split into what is hoisted and what is left.
template <class Body, int Sequences>
struct loop_parts {
    using function = function_of<Body>;
    using graph = typename function::graph;
    static constexpr std::size_t size = static_cast<std::size_t>(graph::count);
    using leaves = integers<typename function::leaves>;
    static constexpr auto split = hoist<size>(graph::nodes, graph::view.table, graph::result,
                                              leaves::at[0], leaves::at + 1, Sequences);
    static constexpr bool is_carried = split.carried[graph::result];
    template <int Node>
    using array_at = typename element_t<typename graph::table,
                                        static_cast<std::size_t>(graph::nodes[Node].op)>::out;
    static constexpr std::size_t each = split.each.count, once = split.once.count;
    /// A loop's derivative is a function of a few more arrays.
    static constexpr std::size_t most = static_cast<std::size_t>(max_operands) - 8;
    static constexpr bool fits = 1 + each + once <= most;
};
template <class Shape>
struct loop_reads_too_many_arrays {
    static_assert(never_type<Shape>,
                  "espalier::scan<Axis>(f, x, h, shared...): 'f' reads more than 23 arrays besides "
                  "its state; concatenate some");
};

/// A node of a loop's body that is hoisted, for all steps.
template <class Body, index_t Steps, int Sequences, int Node>
struct hoisted_op : composite<"hoisted"> {
    using parts = loop_parts<Body, Sequences>;
    static constexpr bool timed = parts::split.timed[Node];
    template <class... X>
    static consteval auto result() {
        return batched_if<Steps, timed, typename parts::template array_at<Node>>{};
    }
    struct made {
        using one = abstracted<typename parts::graph, typename parts::function::leaves, Node>;
        static constexpr unsigned mask = (2u << Sequences) - 2u;
        static auto make() {
            if constexpr (timed)
                return held_type<
                    batched<one, Steps, typename masked_arguments<mask, max_operands>::type,
                            one::result>>{};
            else
                return held_type<one>{};
        }
        using graph = typename decltype(make())::type;
    };
    using expansion = typename made::graph;
};

/// What is left of a loop's body: a function of the state and of what is hoisted.
template <class Body, int Sequences>
struct core_op : composite<"core"> {
    template <class State, class...>
    static consteval auto result() {
        return State{};
    }
    struct made {
        using parts = loop_parts<Body, Sequences>;
        template <std::size_t... E, std::size_t... O>
        static auto make(std::index_sequence<E...>, std::index_sequence<O...>)
            -> abstracted<typename parts::graph,
                          std::integer_sequence<int, parts::leaves::at[0], parts::split.each[E]...,
                                                parts::split.once[O]...>,
                          parts::graph::result>;
        using graph = decltype(make(std::make_index_sequence<parts::each>{},
                                    std::make_index_sequence<parts::once>{}));
    };
    using expansion = typename made::graph;
};

template <class Body, index_t Steps, int Sequences, bool Backwards>
struct loop_op;

template <std::size_t I, expression First, expression... Rest>
constexpr auto pick(First first, Rest... rest) {
    if constexpr (I == 0)
        return first;
    else
        return pick<I - 1>(rest...);
}

/// A node of the body, as an operand of the loop.
template <class Body, index_t Steps, int Sequences, int Node, expression... X>
constexpr auto operand_of_loop(X... x) {
    using leaves = typename loop_parts<Body, Sequences>::leaves;
    constexpr std::size_t argument = [] {
        std::size_t k = 0;
        while (k < sizeof...(X) && leaves::at[k] != Node) ++k;
        return k;
    }();
    if constexpr (argument < sizeof...(X))
        return pick<argument>(x...);
    else
        return apply<hoisted_op<Body, Steps, Sequences, Node>>(x...);
}

/// The states of a loop, for operands (first state, sequences..., shared...).
template <class Body, index_t Steps, int Sequences, bool Backwards, expression... X>
constexpr auto loop(X... x) {
    using parts = loop_parts<Body, Sequences>;
    auto const operand = [&]<int Node>(std::integral_constant<int, Node>) {
        return operand_of_loop<Body, Steps, Sequences, Node>(x...);
    };
    using all =
        typename batched_array<Steps,
                               typename parts::template array_at<parts::graph::result>>::type;
    if constexpr (!parts::fits) {
        static_assert(sizeof(loop_reads_too_many_arrays<typename all::shape_type>) > 0);
        return apply<broadcast_op<all>>(constant<0>);
    } else if constexpr (!parts::is_carried) {
        return apply<broadcast_op<all>>(
            operand(std::integral_constant<int, parts::graph::result>{}));
    } else {
        using state = typename parts::template array_at<parts::graph::result>;
        return [&]<std::size_t... E, std::size_t... O>(std::index_sequence<E...>,
                                                       std::index_sequence<O...>) {
            using core =
                form_ticket<form<core_op<Body, Sequences>, state, state,
                                 typename parts::template array_at<parts::split.each[E]>...,
                                 typename parts::template array_at<parts::split.once[O]>...>>;
            return apply<loop_op<core, Steps, static_cast<int>(sizeof...(E)), Backwards>>(
                pick<0>(x...), operand(std::integral_constant<int, parts::split.each[E]>{})...,
                operand(std::integral_constant<int, parts::split.once[O]>{})...);
        }(std::make_index_sequence<parts::each>{}, std::make_index_sequence<parts::once>{});
    }
}

/// The state before each step: `first` in front of (or, backwards, behind) all but one of the
/// states.
template <bool Backwards, expression First, expression All>
constexpr auto states_before(First first, All all) {
    constexpr long steps = static_cast<long>(All::shape_type::value.axis[0]);
    auto const one = adl::unsqueeze<0>(first);
    if constexpr (steps == 1)
        return one;
    else if constexpr (Backwards)
        return adl::concat<0>(adl::slice<0, 1, steps>(all), one);
    else
        return adl::concat<0>(one, adl::slice<0, 0, steps - 1>(all));
}

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

template <class Body, index_t Steps, int Sequences, bool Backwards>
struct loop_op : opaque<"scan"> {
    using function = function_of<Body>;
    using State = typename function::out;
    template <class...>
    static consteval auto result() {
        return typename batched_array<Steps, State>::type{};
    }
    template <class, class...>
    static consteval index_t flops() {
        using graph = typename function::graph;
        index_t total = 0;
        for (int n = 0; n < graph::count; ++n) total += graph::view.table[graph::nodes[n].op].flops;
        return Steps * total;
    }
    template <class, class..., class T>
    static constexpr void run(T* out, T const* state, auto const*... in) {
        T const* const operands[]{state, in...};
        loop_machine<redeemed<Body>, Sequences>::template run<Steps, Backwards>(
            std::make_index_sequence<function::arity>{}, out, operands);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto state, auto... x) {
        using backward = carried_cotangent<Body>;
        auto const before = states_before<Backwards>(state, y);
        auto const zero = apply<broadcast_op<State>>(constant<0>);
        auto const carried =
            loop<backward, Steps, Sequences + 2, !Backwards>(zero, g, before, x...);
        if constexpr (Operand == 0) {
            constexpr long first = Backwards ? static_cast<long>(Steps) - 1 : 0;
            return reshaped<typename State::shape_type>(adl::slice<0, first, first + 1>(carried));
        } else {
            constexpr unsigned mask = (2u << Sequences) - 1u;
            using steps = over_samples<Body, Steps, mask>;
            return apply<cotangent_op<steps, Operand>>(g + states_before<!Backwards>(zero, carried),
                                                       before, x...);
        }
    }
    /// Loops side by side are one loop over states with a sample axis.
    template <index_t B, unsigned Mask, class, class...>
    static constexpr auto batched(auto... x) {
        using many = over_samples<Body, B, Mask | 1u>;
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return samples_first(
                loop<many, Steps, Sequences, Backwards>(operand<B, I, in_mask(Mask, I)>(x)...));
        }(std::make_index_sequence<function::arity>{});
    }

private:
    /// Time in front of the samples, and the other way round.
    static constexpr auto samples_first(auto x) {
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return adl::transpose<1, 0, I + 2 ...>(x);
        }(std::make_integer_sequence<int, decltype(x)::shape_type::rank - 2>{});
    }
    template <index_t B, std::size_t I, bool Batched>
    static constexpr auto operand(auto x) {
        if constexpr (I == 0 && !Batched)
            return apply<broadcast_op<typename batched_array<B, State>::type>>(x);
        else if constexpr (I > 0 && I <= Sequences && Batched)
            return samples_first(x);
        else
            return x;
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
