// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/variables.hpp>
#include <espalier/optim/assignment.hpp>

/// What an optimizer keeps for one trained parameter: exactly what its formula needs.
namespace espalier::inline ESPALIER_ABI::detail {

template <bool Counts>
struct update_count {
    std::uint32_t count = 0;
};
template <>
struct update_count<false> {
    static constexpr std::uint32_t count = 0;
};

template <class Tensor, int N>
struct state_tensors {
    Tensor tensors[static_cast<std::size_t>(N)]{};
};
template <class Tensor>
struct state_tensors<Tensor, 0> {};

template <class T, int N>
struct scalar_state {
    T scalars[static_cast<std::size_t>(N)]{};
};
template <class T>
struct scalar_state<T, 0> {};

/// What a rule keeps for one parameter.
template <class Tensor, int Tensors, int Scalars, bool Counts>
struct state_memory : state_tensors<Tensor, Tensors>,
                      scalar_state<typename Tensor::value_type, Scalars>,
                      update_count<Counts> {};
/// Nothing: told apart by the leaf, so that one takes no room beside another.
template <class Leaf>
struct no_state_memory {
    static constexpr std::uint32_t count = 0;
};

/// Where an updater finds what is kept for its parameter.
template <class T, int Tensors>
struct state_address {
    T* tensor[Tensors ? Tensors : 1];
    T* scalars;
    std::uint32_t count;
};
template <int Room, class Tensor, int Tensors, int Scalars, bool Counts>
ESPALIER_INLINE constexpr auto address_of_state(
    state_memory<Tensor, Tensors, Scalars, Counts>& state) {
    state_address<typename Tensor::value_type, Room> at{{}, nullptr, state.count};
    if constexpr (Tensors > 0)
        for (int i = 0; i < Tensors; ++i) at.tensor[i] = state.tensors[i].elements;
    if constexpr (Scalars > 0) at.scalars = state.scalars;
    return at;
}
template <int Room, class Leaf>
ESPALIER_INLINE constexpr auto address_of_state(no_state_memory<Leaf>&) {
    return state_address<typename Leaf::value_type, Room>{};
}
/// Where everything is that is kept: one function, not one for each parameter.
template <class T, int Room, std::size_t N>
struct state_addresses {
    state_address<T, Room> of[N + 1];
};
template <class T, int Room, std::size_t... I, class... State>
constexpr state_addresses<T, Room, sizeof...(I)> find_states(
    slots<std::index_sequence<I...>, State...>& states) {
    (void)states;
    return {{address_of_state<Room>(slot_at<I>(states))..., state_address<T, Room>{}}};
}

constexpr void count_step(update_count<true>& steps) { ++steps.count; }
constexpr void count_step(update_count<false>&) {}
template <class Leaf>
constexpr void count_step(no_state_memory<Leaf>&) {}
template <std::size_t... I, class... State>
constexpr void count_steps(slots<std::index_sequence<I...>, State...>& states) {
    // an array, not a fold: compilers limit the length of folds
    char const done[]{(count_step(slot_at<I>(states)), char{})..., char{}};
    (void)done, (void)states;
}

template <class Leaf, class Group, bool ByColumns>
struct parameter_memory {
    static constexpr int states =
        Group::rule::template states<typename Group::options, typename Group::flags>;
    static constexpr bool counts_steps =
        Group::rule::template counts_steps<typename Group::options>;
    using type = std::conditional_t<
        states == 0 && Group::rule::scalars == 0 && !counts_steps, no_state_memory<Leaf>,
        state_memory<stored_tensor<Leaf, ByColumns>, states, Group::rule::scalars, counts_steps>>;
};

/// What a rule keeps for a parameter, and by which rule.
template <class Leaf, class Group, bool ByColumns = false>
struct parameter_state : parameter_memory<Leaf, Group, ByColumns>::type {
    using leaf = Leaf;
    using group = Group;
    using layout_type = std::conditional_t<ByColumns, column_major, row_major>;
    using rule = typename Group::rule;
    using value_type = typename Leaf::value_type;
    static constexpr int states =
        rule::template states<typename Group::options, typename Group::flags>;
    static constexpr bool counts_steps = rule::template counts_steps<typename Group::options>;
    static constexpr index_t state_bytes =
        static_cast<index_t>(states) * Leaf::shape_type::size * sizeof(value_type);
};

/// Elements are counted as they are stored.
struct in_storage_order {
    static constexpr bool mapped = false;
};
/// Elements are counted by rows; parameter and state are stored in orders of their own.
template <class Shape, class OfParameter, class OfState>
struct in_row_order {
    static constexpr bool mapped = true;
    static constexpr index_t parameter(index_t at) { return OfParameter::offset(Shape::value, at); }
    static constexpr index_t state(index_t at) { return OfState::offset(Shape::value, at); }
};

/// Writes the next value of a buffer; where the variables are const, nothing.
template <class T, class Pointer>
struct buffer_assigner {
    Pointer buffer;
    template <int Active, class V>
    ESPALIER_INLINE constexpr void apply(index_t at, V next) const {
        if constexpr (std::is_same_v<Pointer, T*>) kernel::keep<V, Active>(buffer + at, next);
    }
};

/// A rule whose options are all constants keeps nothing: it is made where it is used.
template <class Rule, class Options>
struct constant_rule {
    template <class... V>
    ESPALIER_INLINE constexpr void operator()(V&&... v) const {
        Rule(Options{}, rule_step{}, nullptr)(v...);
    }
};

/// Applies a rule to one element, or to the first `Active` of a pack of elements, of a parameter
/// and its state.
template <class Update, class T, int States, class Order>
struct element_updater {
    Update update;
    T* parameter;
    T* state[States ? States : 1];
    static constexpr bool in_storage_order = !Order::mapped;

    template <int Active, class V>
    ESPALIER_INLINE constexpr void apply(index_t at, V gradient) const {
        if constexpr (!Order::mapped)
            apply_at<Active>(at, at, gradient);
        else if constexpr (kernel::is_scalar<V>)
            apply_at<1>(Order::parameter(at), Order::state(at), gradient);
        else
            for (int i = 0; i < Active; ++i)
                apply<1>(at + static_cast<index_t>(i), static_cast<T>(gradient.v[i]));
    }
    template <int Active, class V>
    ESPALIER_INLINE constexpr void apply_at(index_t at, index_t state_at, V gradient) const {
        V w = kernel::load<V, Active>(parameter + at);
        if constexpr (States == 0) {
            update(w, gradient);
        } else {
            [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
                V s[]{kernel::load<V, Active>(state[I] + state_at)...};
                update(w, gradient, s[I]...);
                (kernel::keep<V, Active>(state[I] + state_at, s[I]), ...);
            }(std::make_integer_sequence<int, States>{});
        }
        kernel::keep<V, Active>(parameter + at, w);
    }
    static constexpr index_t index_in_parameter(index_t i) {
        if constexpr (Order::mapped)
            return Order::parameter(i);
        else
            return i;
    }
    static constexpr index_t index_in_state(index_t i) {
        if constexpr (Order::mapped)
            return Order::state(i);
        else
            return i;
    }
    /// For rules that need norms over the whole parameter: `gradient` becomes the direction.
    constexpr void update_whole(T* gradient, index_t size) const {
        T of_w{}, of_direction{};
        for (index_t i = 0; i < size; ++i) {
            T& w = parameter[index_in_parameter(i)];
            gradient[i] = update.direction(w, gradient[i], state[0][index_in_state(i)],
                                           state[1][index_in_state(i)]);
            of_w += w * w;
            of_direction += gradient[i] * gradient[i];
        }
        T const ratio =
            of_w > T{} && of_direction > T{} ? math::sqrt(of_w) / math::sqrt(of_direction) : T{1};
        for (index_t i = 0; i < size; ++i)
            update.move(parameter[index_in_parameter(i)], gradient[i], ratio);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
