// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/abstract.hpp>
#include <espalier/plan/batch.hpp>

/// Functions of arrays, each the form of an op: as graphs over leaves that stand for the arguments,
/// and what is made of them: their cotangents, and what they are over many samples or steps.
namespace espalier::inline ESPALIER_ABI::detail {

/// A short name for a form.
template <class Form>
using form_ticket = ticket_for<Form, key_of<Form>, type_identity_of<Form>.unique_name>;

template <std::size_t I>
consteval auto argument_name() {
    return join("es::argument ", digits<I>);
}
template <leaf_kind Kind, std::size_t I, class Array>
using argument_leaf =
    leaf<Kind, argument_name<I>(), typename Array::shape_type, typename Array::value_type>;

/// A sequence of integers, to be indexed.
template <class Sequence>
struct integers;
template <int... I>
struct integers<std::integer_sequence<int, I...>> {
    static constexpr int at[sizeof...(I) + 1]{I...};
    template <int First>
    using behind = std::integer_sequence<int, First, I...>;
};

template <class Form>
struct function_of_form;
template <class Op, class Out, class... In>
struct function_of_form<form<Op, Out, In...>> {
    using out = Out;
    static constexpr std::size_t arity = sizeof...(In);
    template <std::size_t K>
    using argument = at<K, In...>;
    template <std::size_t... I>
    static auto apply_to_leaves(std::index_sequence<I...>)
        -> decltype(apply<Op>(leaf_expression<argument_leaf<leaf_kind::input, I, In>>{}...));
    using graph = flat<program_of<decltype(apply_to_leaves(std::index_sequence_for<In...>{}))>>;
    template <std::size_t... I>
    static auto find_leaves(std::index_sequence<I...>) -> std::integer_sequence<
        int, graph::data.graph.known.find(leaf_id(hash(argument_name<I>().view())))...>;
    /// The nodes of the arguments; -1 for one that nothing reads.
    using leaves = decltype(find_leaves(std::index_sequence_for<In...>{}));
};
/// The op of a form applied to leaves.
template <class Function>
using function_of = function_of_form<redeemed<Function>>;

/// A program over placeholders as an op.
template <class ProgramTicket>
struct program_op : composite<"program"> {
    template <class...>
    static consteval auto result() {
        return typename redeemed<ProgramTicket>::type::array_type{};
    }
    using expansion = flat<redeemed<ProgramTicket>>;
};

/// The cotangent of argument K of a function, from (g, arguments...).
template <class Function, int K>
struct cotangent_op : composite<"cotangent"> {
    using function = function_of<Function>;
    template <class...>
    static consteval auto result() {
        return typename function::template argument<static_cast<std::size_t>(K)>{};
    }
    struct made {
        using forward = typename function::graph;
        using leaves = integers<typename function::leaves>;
        using cotangent = argument_leaf<leaf_kind::input, max_operands, typename function::out>;
        using reverse = differentiated<forward, std::integer_sequence<int, leaves::at[K]>,
                                       seed_leaf<forward::result, cotangent>>;
        static constexpr int seed = reverse::data.graph.known.find(leaf_id(name_key<cotangent>));
        using graph =
            abstracted<reverse, typename leaves::template behind<seed>, reverse::data.gradient[0]>;
    };
    using expansion = typename made::graph;
};

/// A function over B samples of the arguments in `Mask`, among which is the first.
template <class Function, index_t B, unsigned Mask>
struct over_samples_op : composite<"over_samples"> {
    using function = function_of<Function>;
    template <class...>
    static consteval auto result() {
        return typename batched_array<B, typename function::out>::type{};
    }
    struct made {
        using one = abstracted<typename function::graph, typename function::leaves,
                               function::graph::result>;
        using graph =
            batched<one, B, typename masked_arguments<Mask, function::arity>::type, one::result>;
    };
    using expansion = typename made::graph;
};
template <class Function, index_t B, unsigned Mask, class Indices>
struct over_samples_form;
template <class Function, index_t B, unsigned Mask, std::size_t... I>
struct over_samples_form<Function, B, Mask, std::index_sequence<I...>> {
    using function = function_of<Function>;
    using type = form<over_samples_op<Function, B, Mask>,
                      typename batched_array<B, typename function::out>::type,
                      batched_if<B, in_mask(Mask, I), typename function::template argument<I>>...>;
};
/// ... as a function.
template <class Function, index_t B, unsigned Mask>
using over_samples = form_ticket<typename over_samples_form<
    Function, B, Mask, std::make_index_sequence<function_of<Function>::arity>>::type>;

}  // namespace espalier::inline ESPALIER_ABI::detail
