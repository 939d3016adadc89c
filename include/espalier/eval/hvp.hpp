// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/jvp.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Expression>
struct second_derivative_of_a_non_scalar {
    static_assert(never_type<Expression>,
                  "espalier: es::hessian and es::hvp take a scalar expression");
};

/// The gradient's derivative along tangents: the gradient with respect to what has a tangent, then
/// the gradient of its inner product with the tangents with respect to what is asked for.
template <class P, class Tangents, class Targets>
struct second_order_graph;
template <class P, class... Tangent, class... Target>
struct second_order_graph<P, list<Tangent...>, list<Target...>> {
    using forward = flat<P>;
    template <std::size_t... I, std::size_t... J>
    static auto make(std::index_sequence<I...>, std::index_sequence<J...>) {
        using first =
            differentiated<forward, std::integer_sequence<int, node_of<P, Tangent>::value...>,
                           seed_one<forward::result>>;
        using linear = pruned<first, first::data.gradient[I]..., node_of<P, Target>::value...>;
        using second = differentiated<
            linear, std::integer_sequence<int, linear::data.output[sizeof...(I) + J]...>,
            seed_leaf<linear::data.output[I], typename tangent_of_target<Tangent>::type>...>;
        return held_type<pruned<second, second::data.gradient[J]...>>{};
    }
    using type = typename decltype(make(std::index_sequence_for<Tangent...>{},
                                        std::index_sequence_for<Target...>{}))::type;
};

template <class E, class... Argument>
struct hvp_call {
    using program = program_of<E>;
    using T = real_of<typename E::value_type>;
    using along = targets_t<program, tangents_among<Argument...>>;
    using wanted = targets_t<program, typename wrt_among<Argument...>::type>;
    using error = first_or_void<
        concat_lists_t<error_if<E::shape_type::size != 1, second_derivative_of_a_non_scalar<E>>,
                       target_errors_t<program, tangents_among<Argument...>>,
                       target_errors_t<program, typename wrt_among<Argument...>::type>,
                       tangent_errors<Argument...>,
                       error_if<wanted::size == 0, nothing_to_differentiate<typename E::op_type>>,
                       error_if<along::size == 0, no_tangent_given<E>>>>;
    using result = gradients<wanted>;
    struct made {
        using graph = typename second_order_graph<program, along, wanted>::type;
        template <std::size_t... I>
        static auto make_plan(std::index_sequence<I...>)
            -> planned<graph, graph::data.output[I]...>;
        using plan = decltype(make_plan(std::make_index_sequence<wanted::size>{}));
    };
};

}  // namespace detail

/// The Hessian times the directions `es::tangent(p) = dp`, as gradients: what `es::wrt(...)` asks
/// for of d/dp (df/dp . dp), without making the Hessian.
template <expression E, class... Argument>
constexpr auto hvp(E, Argument const&... argument) {
    using call = detail::hvp_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        using T = typename call::T;
        typename call::result into{};
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            T* const outputs[]{detail::slot_at<I>(into).data()...};
            detail::sort_arguments<detail::call_of<"espalier::hvp", void, wrt_t<>>>(
                [&](auto const& variables, auto const&... binding) {
                    detail::run_bound<typename call::made::plan>(outputs, variables, binding...);
                },
                detail::no_variables{}, argument...);
        }(std::make_index_sequence<call::wanted::size>{});
        return into;
    }
}

}  // namespace espalier::inline ESPALIER_ABI
