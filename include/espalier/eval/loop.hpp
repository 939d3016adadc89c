// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/loop_machine.hpp>
#include <espalier/op/concat.hpp>
#include <espalier/op/transpose.hpp>
#include <espalier/op/unsqueeze.hpp>
#include <espalier/plan/keep.hpp>

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

/// A node of a function, as a function of other nodes.
template <class Function, class Arguments, int Node>
struct node_op : composite<"node"> {
    using function = function_of<Function>;
    template <class...>
    static consteval auto result() {
        using graph = typename function::graph;
        return typename element_t<typename graph::table,
                                  static_cast<std::size_t>(graph::nodes[Node].op)>::out{};
    }
    struct made {
        using graph = abstracted<typename function::graph, Arguments, Node>;
    };
    using expansion = typename made::graph;
};

template <class Body, index_t Steps, int Sequences, bool Backwards>
struct loop_op;

/// What is left of a loop's body: a function of the state and of what is hoisted.
template <class Body, int Sequences>
struct loop_core {
    using parts = loop_parts<Body, Sequences>;
    using each = std::make_index_sequence<parts::each>;
    using once = std::make_index_sequence<parts::once>;
    template <std::size_t... E, std::size_t... O>
    static auto list_arguments(std::index_sequence<E...>, std::index_sequence<O...>)
        -> std::integer_sequence<int, parts::leaves::at[0], parts::split.each[E]...,
                                 parts::split.once[O]...>;
    /// Nodes of the body.
    using arguments = decltype(list_arguments(each{}, once{}));
    template <int Node>
    using node = node_op<Body, arguments, Node>;
    template <std::size_t... E, std::size_t... O>
    static auto make(std::index_sequence<E...>, std::index_sequence<O...>)
        -> form<node<parts::graph::result>, typename parts::template array_at<parts::graph::result>,
                typename parts::template array_at<parts::graph::result>,
                typename parts::template array_at<parts::split.each[E]>...,
                typename parts::template array_at<parts::split.once[O]>...>;
    using function = form_ticket<decltype(make(each{}, once{}))>;
    static constexpr int sequences = static_cast<int>(parts::each);

    /// Applies an op to `first...` and, behind it, what is hoisted: `operand(node)`.
    template <class Op>
    static constexpr auto apply_op(auto const& operand, auto... first) {
        return [&]<std::size_t... E, std::size_t... O>(std::index_sequence<E...>,
                                                       std::index_sequence<O...>) {
            return apply<Op>(first...,
                             operand(std::integral_constant<int, parts::split.each[E]>{})...,
                             operand(std::integral_constant<int, parts::split.once[O]>{})...);
        }(each{}, once{});
    }
};

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

/// The states of a loop from the state `first` on; `operand(node)` is what is hoisted.
template <class Body, index_t Steps, int Sequences, bool Backwards>
constexpr auto loop_over(auto const& operand, auto first) {
    using parts = loop_parts<Body, Sequences>;
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
        using core = loop_core<Body, Sequences>;
        return core::template apply_op<
            loop_op<typename core::function, Steps, core::sequences, Backwards>>(operand, first);
    }
}
/// ... for operands (first state, sequences..., shared...).
template <class Body, index_t Steps, int Sequences, bool Backwards, expression... X>
constexpr auto loop(X... x) {
    return loop_over<Body, Steps, Sequences, Backwards>(
        [&]<int Node>(std::integral_constant<int, Node>) {
            return operand_of_loop<Body, Steps, Sequences, Node>(x...);
        },
        pick<0>(x...));
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

/// The state of one step.
template <class State, index_t Step>
constexpr auto state_of_step(auto states) {
    constexpr long at = static_cast<long>(Step);
    return reshaped<typename State::shape_type>(adl::slice<0, at, at + 1>(states));
}

template <class Form>
struct body_of_loop;
template <class Op, class Out, class... In>
struct body_of_loop<form<Op, Out, In...>> {
    using op = Op;
    using arrays = list<In...>;
    template <class Other>
    using function = form_ticket<form<Other, result_t<Other>, In...>>;
};

/// How a loop is differentiated, in eval/loop_cotangent.hpp.
template <class Body, index_t Steps, int Sequences, bool Backwards>
struct loop_cotangent;
template <class Body, index_t Steps, int Sequences, int Operand>
struct steps_cotangent;

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
        T* const none[]{nullptr};
        run_keeping<>(out, none, state, in...);
    }
    /// The same, with what it leaves on its way.
    template <class... Kept, class T>
    static constexpr void run_keeping(T* out, T* const* kept, T const* state, auto const*... in) {
        using body = body_of_loop<redeemed<Body>>;
        T const* const operands[]{state, in...};
        T* results[1 + sizeof...(Kept)]{out};
        for (std::size_t i = 0; i < sizeof...(Kept); ++i) results[1 + i] = kept[i];
        loop_machine<typename body::arrays, Sequences, typename body::op,
                     typename Kept::op...>::template run<Steps, Backwards>(results, out, operands);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto state, auto... x) {
        using back = loop_cotangent<Body, Steps, Sequences, Backwards>;
        auto const before = states_before<Backwards>(state, y);
        auto const zero = apply<broadcast_op<State>>(constant<0>);
        auto const operand = [&]<int Node>(std::integral_constant<int, Node> node) {
            return back::operand(node, g, before, y, state, x...);
        };
        auto const carried =
            loop_over<typename back::body, Steps, Sequences + 2, !Backwards>(operand, zero);
        if constexpr (Operand == 0) {
            return state_of_step<State, Backwards ? Steps - 1 : 0>(carried);
        } else {
            using sum = steps_cotangent<Body, Steps, Sequences, Operand>;
            auto const total = g + states_before<!Backwards>(zero, carried);
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return apply<sum>(total, before, x..., [&] {
                    constexpr int step = sum::step_node[I];
                    if constexpr (sum::is_cotangent[I])
                        return back::core::template apply_op<typename back::template left<step>>(
                            operand, carried, zero);
                    else
                        return apply<typename back::template kept<Body, step>>(y, state, x...);
                }()...);
            }(std::make_index_sequence<sum::read.count>{});
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
