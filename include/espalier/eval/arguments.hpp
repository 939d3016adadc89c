// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/random.hpp>
#include <espalier/eval/context.hpp>
#include <espalier/eval/executor.hpp>

/// The arguments of a call: sorted into variables and bindings, checked, and fitted to the inputs
/// of the program.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Input>
struct input_not_bound {
    static_assert(never<Input>,
                  "espalier: an input of the expression is not bound; add 'x = value'");
};
template <fixed_string Input>
struct random_seed_not_given {
    static_assert(never<Input>,
                  "espalier: the program draws random numbers (dropout); add 'es::rng = seed'");
};
/// What is wrong where nothing is bound to an input.
template <class Leaf>
struct unbound {
    using error = input_not_bound<Leaf::name>;
};
template <>
struct unbound<rng_leaf> {
    using error = random_seed_not_given<rng_leaf::name>;
};
template <fixed_string Input>
struct input_bound_twice {
    static_assert(never<Input>, "espalier: an input is bound twice in one call");
};
template <fixed_string Input>
struct no_such_input {
    static_assert(never<Input>,
                  "espalier: a value is bound to an input that the expression does not have");
};
template <class Argument>
struct argument_not_understood {
    static_assert(
        never_type<Argument>,
        "espalier: an argument is neither variables, a binding 'x = value', nor an option");
};

template <class Shape, class T>
using cotangent_leaf = leaf<leaf_kind::input, "es::cotangent", Shape, T>;

/// Arguments that say what to compute, each by its kind; only some calls take them.
template <class Argument>
struct setting_of {
    using type = void;
};
template <class V>
struct setting_of<option<tag::cotangent, V>> {
    using type = tag::cotangent;
};
template <>
struct setting_of<forward_mode_t> {
    using type = forward_mode_t;
};
template <>
struct setting_of<reverse_mode_t> {
    using type = reverse_mode_t;
};
template <class Argument>
using setting_t = typename setting_of<Argument>::type;

/// A function that computes: its name, the leaf of its cotangent if it takes one, and the kinds of
/// settings that it takes.
template <fixed_string Name, class Cotangent = void, class... Setting>
struct call_of {
    static constexpr fixed_string name = Name;
    using cotangent = Cotangent;
    template <class One>
    static constexpr bool takes =
        std::is_same_v<One, tag::cotangent> ? !std::is_void_v<Cotangent>
                                            : (std::is_same_v<One, Setting> || ... || false);
};
template <fixed_string Call, fixed_string Setting>
struct call_takes_no_such_setting {
    static_assert(never<Call>,
                  "espalier: this function takes no such setting (es::wrt, es::cotangent, a mode)");
};
template <fixed_string Call, fixed_string Setting>
struct setting_given_twice {
    static_assert(never<Call>, "espalier: a setting of a call is given twice");
};

template <class Leaf, class... Bound>
consteval int count_bindings(list<Bound...>) {
    return ((Bound::name.view() == Leaf::name.view() ? 1 : 0) + ... + 0);
}

/// Whether each input is bound once and nothing else is; if not, `error` says what is wrong first.
template <class Inputs, class Bound>
struct check_inputs;
template <class... Input, class... Bound>
struct check_inputs<list<Input...>, list<Bound...>> {
    template <class Leaf>
    static constexpr int bindings = count_bindings<Leaf>(list<Bound...>{});
    using errors = concat_lists_t<
        std::conditional_t<bindings<Input> == 0, list<typename unbound<Input>::error>, list<>>...,
        std::conditional_t<(bindings<Input> > 1), list<input_bound_twice<Input::name>>, list<>>...,
        std::conditional_t<count_bindings<Bound>(list<Input...>{}) == 0,
                           list<no_such_input<Bound::name>>, list<>>...>;
    static constexpr bool ok = errors::size == 0;
    using error = first_or_void<errors>;
};

/// A run-time batch bound to an input whose shape has the sample axis, as `vmap` makes them.
template <class Leaf, class Binding>
struct static_batch {
    using leaf_type = Leaf;
    using value_type = typename Leaf::value_type;
    static constexpr bool is_batch = false;
    static constexpr index_t count = Leaf::shape_type::value.axis[0];
    static constexpr index_t scratch_size = Binding::scratch_size == 0 ? 0 : Leaf::shape_type::size;

    Binding const& samples;

    constexpr explicit static_batch(Binding const& given) : samples(given) {
        if (given.samples() != count)
            raise(
                shape_error(Leaf::name.view(), "takes this many samples:", count, given.samples()));
    }
    constexpr value_type const* sample(index_t, value_type* scratch) const {
        return side_by_side(samples, count, 0, count, scratch);
    }
};

template <class Leaf, class Inputs>
struct input_of_name {
    using type = Leaf;
};
template <class Leaf, class First, class... Rest>
struct input_of_name<Leaf, list<First, Rest...>> {
    using type =
        typename std::conditional_t<First::name.view() == Leaf::name.view(), held_type<First>,
                                    input_of_name<Leaf, list<Rest...>>>::type;
};

/// A binding as the program's own input of that name takes it.
template <class Inputs, executor E>
constexpr executor_argument<E> fitted(executor_argument<E> const& given) {
    return given;
}
template <class Inputs, class Binding>
constexpr decltype(auto) fitted(Binding const& given) {
    using bound = typename Binding::leaf_type;
    using input = typename input_of_name<bound, Inputs>::type;
    using shape = typename bound::shape_type;
    if constexpr (!std::is_same_v<typename input::value_type, typename bound::value_type>)
        static_assert(sizeof(input_type_differs<bound::name, typename input::value_type,
                                                typename bound::value_type>) > 0);
    if constexpr (std::is_same_v<typename input::shape_type, shape>) {
        return (given);
    } else if constexpr (Binding::is_batch && input::shape_type::rank == shape::rank + 1 &&
                         input::shape_type::value.without(0) == shape::value) {
        return static_batch<input, Binding>(given);
    } else {
        static_assert(sizeof(input_shape_differs<bound::name, typename input::shape_type, shape>) >
                      0);
        return (given);
    }
}

/// The seed of random draws as a binding: each sample of a batch has one of its own.
struct rng_binding {
    using leaf_type = rng_leaf;
    using value_type = std::int32_t;
    static constexpr bool is_batch = false;
    static constexpr bool in_place = false;
    static constexpr index_t scratch_size = 1;
    std::uint64_t seed;
    index_t first = 0;  // sample of the batch
    constexpr value_type const* sample(index_t i, value_type* scratch) const {
        *scratch = static_cast<value_type>(
            static_cast<std::uint32_t>(random_bits(seed, hash("es::rng"), first + i) >> 32));
        return scratch;
    }
};

template <class Leaf>
struct missing_variable<no_variables, Leaf> {
    using type = list<no_variables_given<Leaf::name>>;
};
template <class Variables, class... Leaf>
auto error_of_variables(list<Leaf...>)
    -> first_or_void<concat_lists_t<typename missing_variable<Variables, Leaf>::type...>>;

/// A binding or executor as the calls pass it on; of anything else, that it is none.
template <class Argument>
constexpr decltype(auto) as_argument(Argument const& given) {
    if constexpr (executor<Argument>) {
        return executor_argument<Argument>{given};
    } else if constexpr (is_binding<Argument> || is_failed_binding<Argument>) {
        return (given);
    } else {
        static_assert(sizeof(argument_not_understood<Argument>) > 0);
        return failed_binding<Argument>{};
    }
}
template <class... Argument>
inline constexpr bool are_bindings = !(is_failed_binding<Argument> || ... || false);

/// Calls `next(variables, bindings...)` with the arguments of a call, options as bindings.
template <class Call, class Next, class Variables>
constexpr void sort_arguments(Next const& next, Variables const& variables) {
    next(variables);
}
template <class Call, class Next, class Variables, class First, class... Rest>
constexpr void sort_arguments(Next const& next, Variables const& variables, First const& first,
                              Rest const&... rest) {
    auto prepend = [&](auto const& one) {
        sort_arguments<Call>(
            [&](auto const& found, auto const&... later) { next(found, one, later...); }, variables,
            rest...);
    };
    if constexpr (variables_like<First>) {
        sort_arguments<Call>(next, first, rest...);
    } else if constexpr (is_binding<First>) {
        prepend(first);
    } else if constexpr (executor<First>) {
        prepend(executor_argument<First>{first});
    } else if constexpr (std::is_same_v<option_tag<First>, tag::rng>) {
        prepend(rng_binding{static_cast<std::uint64_t>(first.value)});
    } else if constexpr (!std::is_void_v<setting_t<First>>) {
        using setting = setting_t<First>;
        if constexpr (!Call::template takes<setting>)
            static_assert(sizeof(call_takes_no_such_setting<Call::name, setting::name>) > 0);
        else if constexpr ((std::is_same_v<setting_t<Rest>, setting> || ... || false))
            static_assert(sizeof(setting_given_twice<Call::name, setting::name>) > 0);
        else if constexpr (std::is_same_v<setting, tag::cotangent>)
            prepend(bind<typename Call::cotangent>(first.value));
        else
            sort_arguments<Call>(next, variables, rest...);
    } else {
        // what only an input can be bound to has said so
        if constexpr (!is_failed_binding<First>)
            static_assert(sizeof(argument_not_understood<First>) > 0);
    }
}

}  // namespace espalier::inline ESPALIER_ABI::detail
