// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>
#include <type_traits>

#include <espalier/core/constant.hpp>
#include <espalier/core/keyword.hpp>

/// Options of optimizers: a run-time number, a number in the type, `es::zero`, or a schedule.
namespace espalier::inline ESPALIER_ABI {

/// A zero that the compiler sees: what it multiplies is removed before code is made.
struct zero_t {};
inline constexpr zero_t zero{};

namespace detail {

template <class V>
inline constexpr bool is_zero_option = std::is_same_v<V, zero_t>;
template <class V>
    requires compile_time_number<V>
inline constexpr bool is_zero_option<V> = value_of_number<typename V::op_type> == 0;

template <class V>
concept schedule_option = !std::is_arithmetic_v<V> && requires(V const& v, std::uint32_t step) {
    { v(step) } -> std::convertible_to<double>;
};

// a user's schedule counts steps in the type it likes
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
template <class V>
constexpr auto at_step(V const& schedule, std::uint32_t step) {
    return schedule(step);
}
#pragma GCC diagnostic pop

/// An option's value at a step, in the element type of the parameter.
template <class T, class V>
constexpr T option_value(V const& v, std::uint32_t step) {
    if constexpr (is_zero_option<V>)
        return T{};
    else if constexpr (compile_time_number<V>)
        return static_cast<T>(value_of_number<typename V::op_type>);
    else if constexpr (schedule_option<V>)
        return static_cast<T>(at_step(v, step));
    else if constexpr (std::is_arithmetic_v<V>)
        return static_cast<T>(v);
    else
        return T{};  // told where the optimizer is made
}

/// An option as a named member: `trainer.options(fc1).lr`. Constants take no memory.
template <class Tag, class V>
struct named_option;
template <class V>
struct named_option<tag::lr, V> {
    V lr;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::lr, V> {
    static constexpr V lr{};
};
template <class V>
struct named_option<tag::momentum, V> {
    V momentum;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::momentum, V> {
    static constexpr V momentum{};
};
template <class V>
struct named_option<tag::dampening, V> {
    V dampening;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::dampening, V> {
    static constexpr V dampening{};
};
template <class V>
struct named_option<tag::weight_decay, V> {
    V weight_decay;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::weight_decay, V> {
    static constexpr V weight_decay{};
};
template <class V>
struct named_option<tag::betas, V> {
    V betas;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::betas, V> {
    static constexpr V betas{};
};
template <class V>
struct named_option<tag::alpha, V> {
    V alpha;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::alpha, V> {
    static constexpr V alpha{};
};
template <class V>
struct named_option<tag::eps, V> {
    V eps;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::eps, V> {
    static constexpr V eps{};
};
template <class V>
struct named_option<tag::rho, V> {
    V rho;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::rho, V> {
    static constexpr V rho{};
};
template <class V>
struct named_option<tag::lr_decay, V> {
    V lr_decay;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::lr_decay, V> {
    static constexpr V lr_decay{};
};
template <class V>
struct named_option<tag::initial_accumulator, V> {
    V initial_accumulator;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::initial_accumulator, V> {
    static constexpr V initial_accumulator{};
};
template <class V>
struct named_option<tag::momentum_decay, V> {
    V momentum_decay;
};
template <class V>
    requires std::is_empty_v<V>
struct named_option<tag::momentum_decay, V> {
    static constexpr V momentum_decay{};
};

template <class Tag, class V>
constexpr V const& value_of_option(named_option<Tag, V> const& o) {
    if constexpr (std::is_same_v<Tag, tag::lr>)
        return o.lr;
    else if constexpr (std::is_same_v<Tag, tag::momentum>)
        return o.momentum;
    else if constexpr (std::is_same_v<Tag, tag::dampening>)
        return o.dampening;
    else if constexpr (std::is_same_v<Tag, tag::weight_decay>)
        return o.weight_decay;
    else if constexpr (std::is_same_v<Tag, tag::betas>)
        return o.betas;
    else if constexpr (std::is_same_v<Tag, tag::alpha>)
        return o.alpha;
    else if constexpr (std::is_same_v<Tag, tag::eps>)
        return o.eps;
    else if constexpr (std::is_same_v<Tag, tag::rho>)
        return o.rho;
    else if constexpr (std::is_same_v<Tag, tag::lr_decay>)
        return o.lr_decay;
    else if constexpr (std::is_same_v<Tag, tag::initial_accumulator>)
        return o.initial_accumulator;
    else if constexpr (std::is_same_v<Tag, tag::momentum_decay>)
        return o.momentum_decay;
}

/// The options of a group together, each under its name; constants are empty.
template <class... Option>
struct option_set;
template <class... Tag, class... V>
struct option_set<option<Tag, V>...> : named_option<Tag, V>... {
    template <class T>
    static constexpr bool has = (std::is_same_v<T, Tag> || ... || false);
    template <class T>
    static constexpr bool is_zero = ((std::is_same_v<T, Tag> && is_zero_option<V>) || ... || false);
    static constexpr bool any_scheduled = (schedule_option<V> || ... || false);

    /// The value of an option at a step, or what it is where it is not given.
    template <class T, class Which>
    constexpr T get(std::uint32_t step, double fallback) const {
        if constexpr (has<Which>)
            return get_named<T, Which>(*this, step);
        else
            return static_cast<T>(fallback);
    }

private:
    template <class T, class Which, class W>
    static constexpr T get_named(named_option<Which, W> const& o, std::uint32_t step) {
        return option_value<T>(value_of_option(o), step);
    }
};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
