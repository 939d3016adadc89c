// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/jvp.hpp>
#include <espalier/plan/batch.hpp>

/// Jacobians: a vector-Jacobian product for each unit cotangent, or a Jacobian-vector product for
/// each unit tangent, whichever are fewer; several at a time, sharing what does not depend on them.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class A, class B>
struct shapes_joined;
template <index_t... A, index_t... B>
struct shapes_joined<shape<A...>, shape<B...>> {
    using type = shape<A..., B...>;
};

template <class Target, class Out>
using jacobian_shape = typename shapes_joined<Out, typename Target::shape_type>::type;

/// Passes that run at once, as a static batch.
constexpr index_t passes_at_once(index_t passes) { return passes < 16 ? passes : 16; }

template <index_t B, class Leaf>
using batched_leaf = leaf<Leaf::kind, Leaf::name, prepended_t<B, typename Leaf::shape_type>,
                          typename Leaf::value_type, Leaf::frozen, typename Leaf::start>;

/// Runs `Plan`, whose input `Leaf` has B samples, with all unit values of that input; for those
/// from `first` on, the outputs go where `to(first)` says. The last run repeats some where B does
/// not divide.
template <class Plan, class Leaf, index_t B, class T, class To, class Variables, class... Binding>
constexpr void run_for_units(To const& to, Variables const& variables, Binding const&... others) {
    constexpr index_t size = Leaf::shape_type::size;
    using seeds = batched_leaf<B, Leaf>;
    tensor_of<T, typename seeds::shape_type> units{};
    for (index_t done = 0; done < size; done += B) {
        index_t const first = done + B <= size ? done : size - B;
        for (index_t b = 0; b < B; ++b) units.elements[b * size + first + b] = T{1};
        to(first, [&](T* const* outputs) {
            run_bound<Plan>(outputs, variables, others...,
                            binding<seeds, decltype(units) const&, false>{units});
        });
        for (index_t b = 0; b < B; ++b) units.elements[b * size + first + b] = T{};
    }
}

template <class P, class Targets, class T>
struct cotangent_rows;
/// All rows of the Jacobians of all targets at once, by reverse mode.
template <class P, class... Target, class T>
struct cotangent_rows<P, list<Target...>, T> {
    using forward = flat<P>;
    using out = typename P::type::shape_type;
    using cotangent = cotangent_leaf<out, T>;
    static constexpr index_t passes = passes_at_once(out::size);
    template <std::size_t... I>
    static auto make(std::index_sequence<I...>) {
        using reverse =
            differentiated<forward, std::integer_sequence<int, node_of<P, Target>::value...>,
                           seed_leaf<forward::result, cotangent>>;
        using rows =
            pruned<reverse, reverse::data.gradient[I]..., node_of_leaf<reverse, cotangent>>;
        using many =
            batched<rows, passes, std::integer_sequence<int, node_of_leaf<rows, cotangent>>,
                    rows::data.output[I]...>;
        return held_type<planned<many, many::data.output[I]...>>{};
    }
    using plan = typename decltype(make(std::index_sequence_for<Target...>{}))::type;

    template <class Result, class Variables, class... Binding>
    static constexpr void run(Result& into, Variables const& variables, Binding const&... others) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            run_for_units<plan, cotangent, passes, T>(
                [&](index_t first, auto const& next) {
                    T* const outputs[]{slot_at<I>(into).data() +
                                       first * Target::shape_type::size...};
                    next(outputs);
                },
                variables, others...);
        }(std::index_sequence_for<Target...>{});
    }
};

/// The columns of the Jacobian of one target, by forward mode.
template <class P, class Target, class T>
struct tangent_columns {
    using out = typename P::type::shape_type;
    using tangent = typename tangent_of_target<Target>::type;
    static constexpr index_t size = Target::shape_type::size;
    static constexpr index_t passes = passes_at_once(size);
    using one = typename tangent_graph<P, list<Target>, T>::type;
    using columns = pruned<one, one::data.output[1]>;
    using many =
        batched<columns, passes, std::integer_sequence<int, node_of_leaf<columns, tangent>>,
                columns::data.output[0]>;
    using plan = planned<many, many::data.output[0]>;

    template <class Tensor, class Variables, class... Binding>
    static constexpr void run(Tensor& into, Variables const& variables, Binding const&... others) {
        T found[passes * out::size]{};
        run_for_units<plan, tangent, passes, T>(
            [&](index_t first, auto const& next) {
                T* const outputs[]{found};
                next(outputs);
                for (index_t b = 0; b < passes; ++b)
                    for (index_t o = 0; o < out::size; ++o)
                        into.elements[o * size + first + b] = found[b * out::size + o];
            },
            variables, others...);
    }
};

template <class Target>
inline constexpr bool has_tangent = false;
template <class Leaf>
inline constexpr bool has_tangent<leaf_target<Leaf>> = true;

template <class... Target>
consteval index_t size_of_targets(list<Target...>) {
    return (Target::shape_type::size + ... + 0);
}
template <class... Target>
consteval bool all_have_tangents(list<Target...>) {
    return (has_tangent<Target> && ... && true);
}

template <class Expression>
struct forward_mode_from_an_intermediate {
    static_assert(never_type<Expression>,
                  "espalier::jacobian: es::forward_mode goes from inputs and parameters; with "
                  "respect to other expressions there is es::reverse_mode only");
};
template <class Expression>
struct both_modes {
    static_assert(never_type<Expression>,
                  "espalier::jacobian: es::forward_mode and es::reverse_mode exclude each other");
};

template <class E, class... Argument>
struct jacobian_call {
    using settings = call_of<"espalier::jacobian", void, wrt_t<>, forward_mode_t, reverse_mode_t>;
    using program = program_of<E>;
    using T = real_of<typename E::value_type>;
    using out = typename E::shape_type;
    using wanted = targets_t<program, typename wrt_among<Argument...>::type>;
    static constexpr bool told_forward = (std::is_same_v<Argument, forward_mode_t> || ... || false);
    static constexpr bool told_reverse = (std::is_same_v<Argument, reverse_mode_t> || ... || false);
    static constexpr bool forward =
        all_have_tangents(wanted{}) &&
        (told_forward || (!told_reverse && size_of_targets(wanted{}) < out::size));
    using error = first_or_void<
        concat_lists_t<target_errors_t<program, typename wrt_among<Argument...>::type>,
                       error_if<wanted::size == 0, nothing_to_differentiate<typename E::op_type>>,
                       error_if<told_forward && told_reverse, both_modes<E>>,
                       error_if<told_forward && !all_have_tangents(wanted{}),
                                forward_mode_from_an_intermediate<E>>>>;

    template <class Result, class Variables, class... Binding, class... Target>
    static constexpr void run(list<Target...>, Result& into, Variables const& variables,
                              Binding const&... others) {
        if constexpr (forward)
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (tangent_columns<program, Target, T>::run(slot_at<I>(into), variables, others...),
                 ...);
            }(std::index_sequence_for<Target...>{});
        else
            cotangent_rows<program, wanted, T>::run(into, variables, others...);
    }
};

}  // namespace detail

/// Derivatives of an array of shape `Out`, indexed by what was asked for: `J[x]` has shape
/// (output..., x...).
template <class Targets, class Out>
struct jacobians;
template <class... Target, class Out>
struct jacobians<list<Target...>, Out>
    : detail::slots<
          std::index_sequence_for<Target...>,
          detail::tensor_of<typename Target::value_type, detail::jacobian_shape<Target, Out>>...> {
    template <expression E>
    constexpr auto& operator[](E) {
        return at<detail::target_of_t<E>>(*this);
    }
    template <expression E>
    constexpr auto const& operator[](E) const {
        return at<detail::target_of_t<E>>(*this);
    }

private:
    template <class T, class Self>
    static constexpr auto& at(Self& self) {
        constexpr std::size_t i = detail::target_position<T>(list<Target...>{});
        if constexpr (i == sizeof...(Target)) {
            static_assert(sizeof(detail::gradient_not_asked_for<T::name>) > 0);
            return self;
        } else if constexpr (detail::jacobian_shape<T, Out>::rank == 0) {
            return detail::slot_at<i>(self).elements[0];
        } else {
            return detail::slot_at<i>(self);
        }
    }
};

/// The derivatives of all elements of an expression: `J[x]` has shape (output..., x...). By reverse
/// or forward mode, whichever takes fewer passes, or as told: `es::forward_mode`,
/// `es::reverse_mode`.
template <expression E, class... Argument>
constexpr auto jacobian(E, Argument const&... argument) {
    using call = detail::jacobian_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        jacobians<typename call::wanted, typename call::out> into{};
        detail::sort_arguments<typename call::settings>(
            [&](auto const& variables, auto const&... binding) {
                call::run(typename call::wanted{}, into, variables, binding...);
            },
            detail::no_variables{}, argument...);
        return into;
    }
}

}  // namespace espalier::inline ESPALIER_ABI
