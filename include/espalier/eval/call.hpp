// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/core/random.hpp>
#include <espalier/eval/bind.hpp>
#include <espalier/eval/executor.hpp>
#include <espalier/eval/run.hpp>
#include <espalier/eval/variables.hpp>

/// A call of a plan: finds variables and bindings among the arguments, checks them, and runs the
/// plan once, or over the samples of a batch.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Input>
struct input_not_bound {
    static_assert(never<Input>,
                  "espalier: an input of the expression is not bound; add 'x = value'");
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
template <fixed_string Parameter>
struct no_variables_given {
    static_assert(never<Parameter>,
                  "espalier: the expression has parameters, but no variables were passed");
};

template <class Shape, class T>
using cotangent_leaf = leaf<leaf_kind::input, "es::cotangent", Shape, T>;

/// Arguments that say at compile time what to compute.
template <class Argument>
inline constexpr bool is_setting = false;

template <class T>
concept variables_like = requires { typename T::leaves; };

struct no_variables {
    using leaves = list<>;
    static constexpr leaf_table<0> table{nullptr};
    template <class L, class Self>
    static constexpr auto const& at(Self&) {
        static_assert(sizeof(no_variables_given<L::name>) > 0);
        return nothing<L>;
    }
    template <class L>
    static constexpr tensor_of_leaf<L> nothing{};
};

template <class T>
constexpr void find_addresses(no_variables const&, T const**) {}

/// A call that updates nothing.
struct no_updates {
    template <class Leaf>
    static constexpr bool by_columns = false;
    struct none {};
    constexpr none addresses() const { return {}; }
    static consteval leaf_place with_update(leaf_place place, key) { return place; }
};

template <class T, std::size_t... I, class... Pointer>
constexpr void find_inputs(slots<std::index_sequence<I...>, Pointer...> const& inputs,
                           T const** numbers, std::int32_t const** indices) {
    ((numbers[I] = address_of<T const>(slot_at<I>(inputs)),
      indices[I] = address_of<std::int32_t const>(slot_at<I>(inputs))),
     ...);
    (void)inputs, (void)numbers, (void)indices;
}

template <class Variables, class Updates, class Leaves, class Pointers>
struct call_context;
/// Where a plan's leaves are: in the variables, or behind the pointers of one sample; and how
/// its updates are made.
template <class Variables, class Updates, class... Leaf, class Pointers>
struct call_context<Variables, Updates, list<Leaf...>, Pointers> {
    Variables const& variables;
    Updates const& updates;
    Pointers inputs;

    template <class L, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        return updates.template updater<L, StorageOrder>();
    }
    /// Whether an update can run by columns: parameter and optimizer state are stored so.
    template <class L>
    static constexpr bool updates_by_columns = Updates::template by_columns<L>;
    /// Whether a leaf is a matrix stored by columns.
    template <class L>
    static consteval bool is_by_columns() {
        if constexpr (L::kind != leaf_kind::input && !std::is_same_v<Variables, no_variables>) {
            using found = std::remove_cvref_t<decltype(Variables::template at<L>(
                std::declval<Variables const&>()))>;
            if constexpr (requires { typename found::layout_type; })
                return std::is_same_v<typename found::layout_type, column_major>;
        }
        return false;
    }
    template <class L>
    static constexpr bool by_columns = is_by_columns<L>();

    template <class L>
    ESPALIER_INLINE constexpr auto data() const {
        if constexpr (L::kind == leaf_kind::input)
            return slot_at<position_of<L>(list<Leaf...>{})>(inputs);
        else
            return Variables::template at<L>(variables).data();
    }

    /// The same for long plans: all leaves by their numbers, the variables and then the inputs.
    static constexpr std::size_t leaf_count = Variables::table.count + sizeof...(Leaf);
    template <class T>
    static consteval leaf_place place_of(key id, extents const& shape) {
        leaf_place place;
        place.number = Variables::table.find(id, shape, key_of<T>);
        if (place.number >= 0) {
            place.by_columns = Variables::table.entry[place.number].by_columns;
            return Updates::with_update(place, id);
        }
        key const inputs[sizeof...(Leaf) + 1]{leaf_id(name_key<Leaf>)...};
        for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
            if (inputs[i] == id) place.number = static_cast<int>(Variables::table.count + i);
        return place;
    }
    template <class T>
    constexpr void find_leaves(T const** numbers, std::int32_t const** indices) const {
        find_addresses(variables, numbers);
        find_inputs(inputs, numbers + Variables::table.count, indices + Variables::table.count);
    }
    constexpr auto update_addresses() const { return updates.addresses(); }
    template <class L, bool StorageOrder, class Addresses>
    ESPALIER_INLINE constexpr auto updater_at(Addresses const& addresses, port at) const {
        return updates.template updater_at<L, StorageOrder>(addresses, at);
    }
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
        std::conditional_t<bindings<Input> == 0, list<input_not_bound<Input::name>>, list<>>...,
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
    static constexpr index_t scratch_size = Binding::in_place ? 0 : Leaf::shape_type::size;

    Binding const& samples;

    constexpr explicit static_batch(Binding const& given) : samples(given) {
        if (given.samples() != count)
            raise(
                shape_error(Leaf::name.view(), "takes this many samples:", count, given.samples()));
    }
    constexpr value_type const* sample(index_t, value_type* scratch) const {
        if constexpr (Binding::in_place) {
            return samples.sample(0, scratch);
        } else {
            for (index_t b = 0; b < count; ++b)
                samples.sample(b, scratch + b * Binding::sample_size);
            return scratch;
        }
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

template <class Plan>
constexpr index_t output_size(int i) {
    return Plan::info_of_node(Plan::outputs[i]).shape.size();
}
template <class Plan>
constexpr index_t all_outputs_size() {
    index_t n = 0;
    for (std::size_t i = 0; i < Plan::output_count; ++i)
        n += output_size<Plan>(static_cast<int>(i));
    return n;
}

/// Memory for all outputs of a plan.
template <class Plan, class T>
struct separate_outputs {
    T elements[all_outputs_size<Plan>() + 1]{};
    T* part[Plan::output_count + 1]{};
    constexpr separate_outputs() {
        index_t at = 0;
        for (std::size_t o = 0; o < Plan::output_count; ++o) {
            part[o] = elements + at;
            at += output_size<Plan>(static_cast<int>(o));
        }
    }
    separate_outputs(separate_outputs const&) = delete;
};

template <index_t N, class T>
struct scratch {
    T elements[N]{};
    constexpr T* data() { return elements; }
};
template <class T>
struct scratch<0, T> {
    constexpr T* data() { return nullptr; }
};

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

/// What is wrong where the variables of a call have no entry for a leaf; of many the first is told.
template <class Variables, class Leaf>
struct missing_variable {
    using type = std::conditional_t<Variables::template contains<Leaf>, list<>,
                                    list<no_such_variable<Leaf::name>>>;
};
template <class Leaf>
struct missing_variable<no_variables, Leaf> {
    using type = list<no_variables_given<Leaf::name>>;
};
template <class Variables, class... Leaf>
auto error_of_variables(list<Leaf...>)
    -> first_or_void<concat_lists_t<typename missing_variable<Variables, Leaf>::type...>>;

/// Runs `Plan` for one sample of the bindings.
template <class Plan, class T, class Variables, class Updates, class... Binding>
ESPALIER_INLINE constexpr void run_sample(T* const* outputs, T* workspace,
                                          Variables const& variables, Updates const& updates,
                                          index_t i, Binding const&... binding) {
    using error =
        decltype(error_of_variables<Variables>(variables_of_graph<typename Plan::graph>{}));
    if constexpr (!std::is_void_v<error>)
        static_assert(sizeof(error) > 0);
    else
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            [[maybe_unused]] slots<std::index_sequence<I...>,
                                   scratch<Binding::scratch_size, typename Binding::value_type>...>
                copies;
            using pointers =
                slots<std::index_sequence<I...>, typename Binding::value_type const*...>;
            call_context<Variables, Updates, list<typename Binding::leaf_type...>, pointers> const
                context{variables, updates,
                        pointers{{binding.sample(
                            Binding::is_batch || std::is_same_v<Binding, rng_binding> ? i : 0,
                            slot_at<I>(copies).data())}...}};
            run_plan<plan_ticket<Plan>>(context, workspace, outputs);
        }(std::index_sequence_for<Binding...>{});
}

template <class... Binding>
constexpr index_t samples_of(Binding const&... binding) {
    index_t samples = 0;
    [[maybe_unused]] auto const agree = [&](auto const& one) {
        using type = std::remove_cvref_t<decltype(one)>;
        if constexpr (type::is_batch) {
            index_t const n = one.samples();
            if (samples == 0)
                samples = n;
            else if (n != samples)
                raise(shape_error(type::leaf_type::name.view(),
                                  "has a batch of another length than the others:", samples, n));
        }
    };
    (agree(binding), ...);
    return samples == 0 ? 1 : samples;
}

template <class Plan>
struct samples_are_mixed {
    static_assert(
        never_type<Plan>,
        "espalier: an op that mixes samples (batch_norm in training) needs the batch in the "
        "shape, es::input<\"x\", es::shape<N, ...>>; it does not run over a run-time batch");
};
template <class Plan>
consteval bool mixes_samples() {
    for (int n = 0; n < Plan::graph::count; ++n)
        if (Plan::info_of_node(n).updates_buffer) return true;
    return false;
}

template <class Plan, class T, class Variables, class Updates, class... Binding>
constexpr void run_fitted(T* const* outputs, Variables const& variables, Updates const& updates,
                          Binding const&... binding) {
    constexpr bool any_open = (is_open<Binding> || ... || false);
    if constexpr (mixes_samples<Plan>() && any_open)
        return run_fitted<Plan>(outputs, variables, updates, as_one_sample(binding)...);
    else if constexpr ((Binding::is_batch || ... || false) && mixes_samples<Plan>())
        static_assert(sizeof(samples_are_mixed<typename Plan::graph>) > 0);
    alignas(ESPALIER_ALIGNMENT) T workspace[Plan::memory.size + 1];
    if (std::is_constant_evaluated())
        for (T& element : workspace) element = T{};
    if constexpr (!(Binding::is_batch || ... || false)) {
        run_sample<Plan>(outputs, workspace, variables, updates, 0, binding...);
    } else {
        index_t const samples = samples_of(binding...);
        run_sample<Plan>(outputs, workspace, variables, updates, 0, binding...);
        separate_outputs<Plan, T> one;
        for (index_t i = 1; i < samples; ++i) {
            run_sample<Plan>(one.part, workspace, variables, updates, i, binding...);
            for (std::size_t o = 0; o < Plan::output_count; ++o)
                for (index_t e = 0; e < output_size<Plan>(static_cast<int>(o)); ++e)
                    outputs[o][e] += one.part[o][e];
        }
        T const share = T{1} / static_cast<T>(samples);
        for (std::size_t o = 0; o < Plan::output_count; ++o)
            for (index_t e = 0; e < output_size<Plan>(static_cast<int>(o)); ++e)
                outputs[o][e] *= share;
    }
}

/// Runs `Plan` and writes its outputs: means over the samples where a binding is a batch.
template <class Plan, class T, class Variables, class... Binding>
constexpr void run_bound(T* const* outputs, Variables const& variables, Binding const&... binding) {
    using inputs = inputs_of_graph<typename Plan::graph>;
    using check = check_inputs<inputs, bound_leaves<Binding...>>;
    if constexpr (!check::ok)
        static_assert(sizeof(typename check::error) > 0);
    else
        run_fitted<Plan>(outputs, variables, no_updates{}, fitted<inputs>(binding)...);
}
/// The same, for a plan with updates.
template <class Plan, class T, class Variables, class Updates, class... Binding>
constexpr void run_updating(T* const* outputs, Variables const& variables, Updates const& updates,
                            Binding const&... binding) {
    using inputs = inputs_of_graph<typename Plan::graph>;
    static_assert(check_inputs<inputs, list<typename Binding::leaf_type...>>::ok);
    run_fitted<Plan>(outputs, variables, updates, fitted<inputs>(binding)...);
}

/// Calls `next(variables, bindings...)` with the arguments of a call, options as bindings.
template <class CotangentLeaf, class Next, class Variables>
constexpr void sort_arguments(Next const& next, Variables const& variables) {
    next(variables);
}
template <class CotangentLeaf, class Next, class Variables, class First, class... Rest>
constexpr void sort_arguments(Next const& next, Variables const& variables, First const& first,
                              Rest const&... rest) {
    auto prepend = [&](auto const& one) {
        sort_arguments<CotangentLeaf>(
            [&](auto const& found, auto const&... later) { next(found, one, later...); }, variables,
            rest...);
    };
    if constexpr (variables_like<First>) {
        sort_arguments<CotangentLeaf>(next, first, rest...);
    } else if constexpr (is_binding<First>) {
        prepend(first);
    } else if constexpr (executor<First>) {
        prepend(executor_argument<First>{first});
    } else if constexpr (std::is_same_v<option_tag<First>, tag::cotangent>) {
        prepend(bind<CotangentLeaf>(first.value));
    } else if constexpr (std::is_same_v<option_tag<First>, tag::rng>) {
        prepend(rng_binding{static_cast<std::uint64_t>(first.value)});
    } else if constexpr (is_setting<First>) {
        sort_arguments<CotangentLeaf>(next, variables, rest...);
    } else {
        // what only an input can be bound to has said so
        if constexpr (!is_failed_binding<First>)
            static_assert(sizeof(argument_not_understood<First>) > 0);
    }
}

}  // namespace espalier::inline ESPALIER_ABI::detail
