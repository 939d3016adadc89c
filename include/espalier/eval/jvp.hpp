// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/gradient.hpp>
#include <espalier/eval/tangent.hpp>
#include <espalier/plan/prune.hpp>

/// Forward mode. A vector-Jacobian product is linear in its cotangent u, so its derivative with
/// respect to u along the tangents is the Jacobian-vector product: two reverse passes make one
/// forward pass, and pruning leaves of them the values and the tangents.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Graph, class Leaf>
inline constexpr int node_of_leaf = Graph::data.graph.known.find(leaf_id(name_key<Leaf>));

template <class P, class Targets, class T>
struct tangent_graph;
template <class P, class... Target, class T>
struct tangent_graph<P, list<Target...>, T> {
    using forward = flat<P>;
    using cotangent = cotangent_leaf<typename P::type::shape_type, T>;
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>) {
        using reverse =
            differentiated<forward, std::integer_sequence<int, node_of<P, Target>::value...>,
                           seed_leaf<forward::result, cotangent>>;
        using linear = pruned<reverse, forward::result, reverse::data.gradient[I]...,
                              node_of_leaf<reverse, cotangent>>;
        using twice = differentiated<
            linear, std::integer_sequence<int, node_of_leaf<linear, cotangent>>,
            seed_leaf<linear::data.output[I + 1], typename tangent_of_target<Target>::type>...>;
        return held_type<pruned<twice, linear::data.output[0], twice::data.gradient[0]>>{};
    }
    /// Outputs: the value, the tangent.
    using type = typename decltype(make(std::index_sequence_for<Target...>{}))::type;
};

template <class E, class... Argument>
struct jvp_call {
    using program = program_of<E>;
    using T = real_of<typename E::value_type>;
    using wanted = targets_t<program, tangents_among<Argument...>>;
    using error =
        first_or_void<concat_lists_t<target_errors_t<program, tangents_among<Argument...>>,
                                     tangent_errors<Argument...>,
                                     error_if<wanted::size == 0, no_tangent_given<E>>>>;
    struct made {
        using graph = typename tangent_graph<program, wanted, T>::type;
        using plan = planned<graph, graph::data.output[0], graph::data.output[1]>;
    };
};

}  // namespace detail

/// What `jvp` gives: `d.value` and `d.tangent`.
template <class Value>
struct value_with_tangent {
    Value value;
    Value tangent;
};

/// The value of an expression and its directional derivative, J dx, for the directions
/// `es::tangent(x) = dx`; what has no tangent is held constant.
template <expression E, class... Argument>
constexpr auto jvp(E, Argument const&... argument) {
    using call = detail::jvp_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        using T = typename call::T;
        detail::tensor_of<T, typename E::shape_type> value_of_e{}, tangent_of_e{};
        T* const outputs[]{value_of_e.data(), tangent_of_e.data()};
        detail::sort_arguments<detail::call_of<"espalier::jvp">>(
            [&](auto const& variables, auto const&... binding) {
                detail::run_bound<typename call::made::plan>(outputs, variables, binding...);
            },
            detail::no_variables{}, argument...);
        return value_with_tangent<detail::result_of_call<T, typename E::shape_type>>{
            detail::plain_result<T, typename E::shape_type>(value_of_e),
            detail::plain_result<T, typename E::shape_type>(tangent_of_e)};
    }
}

}  // namespace espalier::inline ESPALIER_ABI
