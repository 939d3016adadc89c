// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/hvp.hpp>
#include <espalier/eval/jacobian.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// The rows of the Hessian with respect to one target: products with unit tangents.
template <class P, class Target, class T>
struct hessian_rows {
    using tangent = typename tangent_of_target<Target>::type;
    static constexpr index_t size = Target::shape_type::size;
    static constexpr index_t passes = passes_at_once(size);
    using one = typename second_order_graph<P, list<Target>, list<Target>>::type;
    static constexpr int unit = node_of_leaf<one, tangent>;
    using many = batched<one, passes, std::integer_sequence<int, unit>, one::data.output[0]>;
    using plan = planned<many, many::data.output[0]>;

    template <class Tensor, class Variables, class... Binding>
    static constexpr void run(Tensor& into, Variables const& variables, Binding const&... others) {
        run_for_units<plan, tangent, passes, T>(
            [&](index_t first, auto const& next) {
                T* const outputs[]{into.data() + first * size};
                next(outputs);
            },
            variables, others...);
    }
};

template <class Expression>
struct hessian_of_an_intermediate {
    static_assert(never_type<Expression>,
                  "espalier::hessian: es::wrt(...) takes inputs, parameters, layers and selectors");
};

template <class E, class... Argument>
struct hessian_call {
    using program = program_of<E>;
    using T = real_of<typename E::value_type>;
    using wanted = targets_t<program, typename wrt_among<Argument...>::type>;
    using error = first_or_void<
        concat_lists_t<error_if<E::shape_type::size != 1, second_derivative_of_a_non_scalar<E>>,
                       target_errors_t<program, typename wrt_among<Argument...>::type>,
                       error_if<wanted::size == 0, nothing_to_differentiate<typename E::op_type>>,
                       error_if<!all_have_tangents(wanted{}), hessian_of_an_intermediate<E>>>>;

    template <class Result, class Variables, class... Binding, class... Target>
    static constexpr void run(list<Target...>, Result& into, Variables const& variables,
                              Binding const&... others) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (hessian_rows<program, Target, T>::run(slot_at<I>(into), variables, others...), ...);
        }(std::index_sequence_for<Target...>{});
    }
};

template <class Targets>
struct hessians_of;
template <class... Target>
struct hessians_of<list<Target...>> {
    using type = slots<std::index_sequence_for<Target...>,
                       tensor_of<typename Target::value_type,
                                 jacobian_shape<Target, typename Target::shape_type>>...>;
};

}  // namespace detail

/// Second derivatives, indexed by what was asked for: `H[p]` has shape (p..., p...).
template <class Targets>
struct hessians : detail::hessians_of<Targets>::type {
    template <expression E>
    constexpr auto const& operator[](E) const {
        using T = detail::target_of_t<E>;
        constexpr std::size_t i = detail::target_position<T>(Targets{});
        if constexpr (i == Targets::size) {
            static_assert(sizeof(detail::gradient_not_asked_for<T::name>) > 0);
            return *this;
        } else if constexpr (T::shape_type::rank == 0) {
            return detail::slot_at<i>(*this).elements[0];
        } else {
            return detail::slot_at<i>(*this);
        }
    }
};

/// The second derivatives of a scalar: `H[p]` has shape (p..., p...), for each leaf asked for.
template <expression E, class... Argument>
constexpr auto hessian(E, Argument const&... argument) {
    using call = detail::hessian_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        hessians<typename call::wanted> into{};
        detail::sort_arguments<detail::call_of<"espalier::hessian", void, wrt_t<>>>(
            [&](auto const& variables, auto const&... binding) {
                call::run(typename call::wanted{}, into, variables, binding...);
            },
            detail::no_variables{}, argument...);
        return into;
    }
}

}  // namespace espalier::inline ESPALIER_ABI
