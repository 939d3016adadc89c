// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/evaluate.hpp>
#include <espalier/eval/parallel.hpp>
#include <espalier/eval/wrt.hpp>
#include <espalier/plan/differentiate.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <fixed_string Target>
struct gradient_not_asked_for {
    static_assert(never<Target>,
                  "espalier: this gradient was not asked for; add it to es::wrt(...)");
};

template <class Item>
struct gradients_have_no_such_index {
    static_assert(never_type<Item>,
                  "espalier: gradients are indexed by a leaf or an expression: g[fc.weight]");
};

template <class Target, class... Targets>
consteval std::size_t target_position(list<Targets...>) {
    constexpr bool same[sizeof...(Targets) + 1]{std::is_same_v<Target, Targets>...};
    for (std::size_t i = 0; i < sizeof...(Targets); ++i)
        if (same[i]) return i;
    return sizeof...(Targets);
}

}  // namespace detail

/// Gradients, indexed by what was asked for: `g[fc3.weight]`, `g[h]`. A scalar's is a number.
template <class Targets>
struct gradients;
template <class... Target>
struct gradients<list<Target...>>
    : detail::slots<
          std::index_sequence_for<Target...>,
          detail::tensor_of<typename Target::value_type, typename Target::shape_type>...> {
    using targets = list<Target...>;

    constexpr gradients() = default;
    /// Room for the gradients of an expression, for `value_and_gradient_into`.
    template <expression E, class... Wrt>
    constexpr explicit gradients(E, Wrt...) {}

    template <expression E>
    constexpr auto& operator[](E) {
        return at<detail::target_of_t<E>>(*this);
    }
    template <expression E>
    constexpr auto const& operator[](E) const {
        return at<detail::target_of_t<E>>(*this);
    }
    template <class Item>
    constexpr auto operator[](Item) const {
        static_assert(sizeof(detail::gradients_have_no_such_index<Item>) > 0);
        return 0;
    }

private:
    template <class T, class Self>
    static constexpr auto& at(Self& self) {
        constexpr std::size_t i = detail::target_position<T>(targets{});
        if constexpr (i == sizeof...(Target)) {
            static_assert(sizeof(detail::gradient_not_asked_for<T::name>) > 0);
            return self;
        } else if constexpr (T::shape_type::rank == 0) {
            return detail::slot_at<i>(self).elements[0];
        } else {
            return detail::slot_at<i>(self);
        }
    }
};

/// What `value_and_gradient` gives: `r.value` and `r.gradient[leaf]`.
template <class Value, class Gradient>
struct value_with_gradient {
    Value value;
    Gradient gradient;
};

namespace detail {

template <class Expression, class Shape>
struct gradient_of_a_non_scalar {
    static_assert(never_type<Shape>,
                  "espalier: the gradient of a non-scalar needs a cotangent: es::cotangent = s");
};

template <class... Item>
struct setting_of<wrt_t<Item...>> {
    using type = wrt_t<>;
};

template <class... Argument>
struct wrt_among {
    using type = wrt_t<all_t>;
};
template <class First, class... Rest>
struct wrt_among<First, Rest...> : wrt_among<Rest...> {};
template <class... Item, class... Rest>
struct wrt_among<wrt_t<Item...>, Rest...> {
    using type = wrt_t<Item...>;
};

template <class P, class Targets, class... Seed>
struct gradient_graph;
template <class P, class... Target, class... Seed>
struct gradient_graph<P, list<Target...>, Seed...> {
    using type =
        differentiated<flat<P>, std::integer_sequence<int, node_of<P, Target>::value...>, Seed...>;
};

/// All that `value_and_gradient` and `gradient` decide at compile time.
template <class E, class Wanted, class Errors, class... Argument>
struct gradient_call_for {
    using program = program_of<E>;
    using graph = flat<program>;
    using T = real_of<typename E::value_type>;
    using wanted = Wanted;
    using cotangent = cotangent_leaf<typename E::shape_type, T>;
    static constexpr bool has_cotangent =
        (std::is_same_v<option_tag<Argument>, tag::cotangent> || ... || false);
    using error = first_or_void<concat_lists_t<
        Errors, error_if<wanted::size == 0, nothing_to_differentiate<typename E::op_type>>,
        error_if<!has_cotangent && E::shape_type::size != 1,
                 gradient_of_a_non_scalar<E, typename E::shape_type>>>>;
    using seed = std::conditional_t<has_cotangent, seed_leaf<graph::result, cotangent>,
                                    seed_one<graph::result>>;
    using differentiated_graph = typename gradient_graph<program, wanted, seed>::type;
    using result = gradients<wanted>;

    template <bool Value>
    struct plan_of {
        using type = typename planned_with<differentiated_graph,
                                           typename differentiated_graph::gradients>::type;
    };
    template <bool Value>
        requires Value
    struct plan_of<Value> {
        using type =
            typename planned_with<differentiated_graph, typename differentiated_graph::gradients,
                                  graph::result>::type;
    };
    template <bool Value>
    using plan = typename plan_of<Value>::type;

    template <bool Value>
    using runner = batch_runner<program, wanted, Value, plan<Value>>;

    template <class Value>
    static constexpr void run(Value* value_to, result& into, Argument const&... argument) {
        constexpr bool with_value = !std::is_same_v<Value, void const>;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            sort_arguments<call_of<"espalier::gradient", cotangent, wrt_t<>>>(
                [&](auto const& variables, auto const&... binding) {
                    if constexpr (with_value) {
                        T* const outputs[]{value_to->data(), slot_at<I>(into).data()...};
                        run_batch<runner<true>>(outputs, variables, binding...);
                    } else {
                        T* const outputs[]{slot_at<I>(into).data()...};
                        run_batch<runner<false>>(outputs, variables, binding...);
                    }
                },
                no_variables{}, argument...);
        }(std::make_index_sequence<wanted::size>{});
    }
};
template <class E, class... Argument>
using gradient_call =
    gradient_call_for<E, targets_t<program_of<E>, typename wrt_among<Argument...>::type>,
                      target_errors_t<program_of<E>, typename wrt_among<Argument...>::type>,
                      Argument...>;

template <class E>
struct gradients_of_something_else {
    static_assert(never_type<E>,
                  "espalier::value_and_gradient_into(g, ...): 'g' has other gradients than "
                  "es::wrt(...) names; es::wrt can be left out");
};
/// What is wrong with an argument beside gradients that were made before.
template <class E, class Targets, class Argument>
struct told_again {
    using errors = list<>;
};
template <class E, class Targets, class... Item>
struct told_again<E, Targets, wrt_t<Item...>> {
    using errors = error_if<!std::is_same_v<targets_t<program_of<E>, wrt_t<Item...>>, Targets>,
                            gradients_of_something_else<E>>;
};

}  // namespace detail

template <expression E, class... Wrt>
gradients(E, Wrt...) -> gradients<
    detail::targets_t<detail::program_of<E>, typename detail::wrt_among<Wrt...>::type>>;

/// The value of an expression and its gradients with respect to `es::wrt(...)`, or to every
/// trainable parameter it reaches. A non-scalar needs `es::cotangent = s`.
template <expression E, class... Argument>
constexpr auto value_and_gradient(E, Argument const&... argument) {
    using call = detail::gradient_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        detail::tensor_of<typename call::T, typename E::shape_type> of_e{};
        typename call::result g{};
        call::run(&of_e, g, argument...);
        using plain = detail::result_of_call<typename call::T, typename E::shape_type>;
        return value_with_gradient<plain, typename call::result>{
            detail::plain_result<typename call::T, typename E::shape_type>(of_e), g};
    }
}

/// The same, with the gradients written into the caller's: those that `g` has are computed.
/// `es::gradients g{loss, es::wrt(fc)}; es::value_and_gradient_into(g, loss, vars, x = xs)`.
template <class Targets, expression E, class... Argument>
constexpr auto value_and_gradient_into(gradients<Targets>& g, E, Argument const&... argument) {
    using errors =
        detail::concat_lists_t<typename detail::told_again<E, Targets, Argument>::errors...>;
    using call = detail::gradient_call_for<E, Targets, errors, Argument...>;
    detail::tensor_of<typename call::T, typename E::shape_type> of_e{};
    if constexpr (!std::is_void_v<typename call::error>)
        static_assert(sizeof(typename call::error) > 0);
    else
        call::run(&of_e, g, argument...);
    return detail::plain_result<typename call::T, typename E::shape_type>(of_e);
}

/// The gradients alone; what only the value needs is not computed.
template <expression E, class... Argument>
constexpr auto gradient(E, Argument const&... argument) {
    using call = detail::gradient_call<E, Argument...>;
    if constexpr (!std::is_void_v<typename call::error>) {
        static_assert(sizeof(typename call::error) > 0);
        return detail::not_computed{};
    } else {
        typename call::result g{};
        call::run(static_cast<void const*>(nullptr), g, argument...);
        return g;
    }
}

}  // namespace espalier::inline ESPALIER_ABI
