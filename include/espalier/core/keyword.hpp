// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <espalier/core/name.hpp>

/// Options by name: `es::lr = 0.1f`. All public keywords and flags stand here, once.
namespace espalier::inline ESPALIER_ABI {

/// A named value: what `keyword = value` makes. Empty where the value is a compile-time constant.
template <class Tag, class V>
struct option {
    using tag = Tag;
    using value_type = V;
    [[no_unique_address]] V value;
};

/// Several numbers of one option: the braces of `es::betas = {0.9f, 0.999f}`.
template <class T, std::size_t N>
struct values {
    T value[N];
    constexpr T operator[](std::size_t i) const { return value[i]; }
};

/// An object whose assignment names a value.
template <class Tag>
struct keyword {
    template <class V>
    constexpr auto operator=(V const& value) const {
        if constexpr (std::is_array_v<V>)
            return flattened(value);
        else
            return option<Tag, V>{value};
    }
    template <class T, std::size_t N>
    constexpr auto operator=(T (&&braces)[N]) const {
        option<Tag, values<T, N>> o{};
        for (std::size_t i = 0; i < N; ++i) o.value.value[i] = braces[i];
        return o;
    }
    template <class T, std::size_t M, std::size_t N>
    constexpr auto operator=(T (&&braces)[M][N]) const {
        return flattened(braces);
    }

private:
    /// Arrays are held by value, their elements in row-major order.
    template <class T, std::size_t N>
    static constexpr auto flattened(T const (&array)[N]) {
        option<Tag, values<T, N>> o{};
        for (std::size_t i = 0; i < N; ++i) o.value.value[i] = array[i];
        return o;
    }
    template <class T, std::size_t M, std::size_t N>
    static constexpr auto flattened(T const (&array)[M][N]) {
        option<Tag, values<T, M * N>> o{};
        for (std::size_t i = 0; i < M * N; ++i) o.value.value[i] = array[i / N][i % N];
        return o;
    }
};

namespace tag {
// clang-format off
struct lr { static constexpr fixed_string name = "lr"; };
struct momentum { static constexpr fixed_string name = "momentum"; };
struct dampening { static constexpr fixed_string name = "dampening"; };
struct weight_decay { static constexpr fixed_string name = "weight_decay"; };
struct betas { static constexpr fixed_string name = "betas"; };
struct beta { static constexpr fixed_string name = "beta"; };
struct alpha { static constexpr fixed_string name = "alpha"; };
struct eps { static constexpr fixed_string name = "eps"; };
struct rho { static constexpr fixed_string name = "rho"; };
struct lr_decay { static constexpr fixed_string name = "lr_decay"; };
struct initial_accumulator { static constexpr fixed_string name = "initial_accumulator"; };
struct momentum_decay { static constexpr fixed_string name = "momentum_decay"; };
struct gamma { static constexpr fixed_string name = "gamma"; };
struct eta_min { static constexpr fixed_string name = "eta_min"; };
struct stddev { static constexpr fixed_string name = "stddev"; };
struct average { static constexpr fixed_string name = "average"; };
struct low { static constexpr fixed_string name = "low"; };
struct high { static constexpr fixed_string name = "high"; };
struct gain { static constexpr fixed_string name = "gain"; };
struct negative_slope { static constexpr fixed_string name = "negative_slope"; };
struct delta { static constexpr fixed_string name = "delta"; };
struct value { static constexpr fixed_string name = "value"; };
struct stride { static constexpr fixed_string name = "stride"; };
struct padding { static constexpr fixed_string name = "padding"; };
struct dilation { static constexpr fixed_string name = "dilation"; };
struct rng { static constexpr fixed_string name = "rng"; };
struct cotangent { static constexpr fixed_string name = "cotangent"; };
struct groups { static constexpr fixed_string name = "groups"; };
}  // namespace tag

/// The learning rate of a group: a number, `0.1_c`, `es::zero` or a schedule.
inline constexpr keyword<tag::lr> lr{};
/// The part of the velocity that stays: v <- momentum v + (1 - dampening) g. Of sgd, rmsprop; of
/// batch_norm, the weight of a new batch in the running statistics.
inline constexpr keyword<tag::momentum> momentum{};
/// What a gradient lacks when it enters the velocity of sgd: (1 - dampening) g.
inline constexpr keyword<tag::dampening> dampening{};
/// The pull of weights to zero: added to the gradient, or decoupled (adamw, lion, lamb).
inline constexpr keyword<tag::weight_decay> weight_decay{};
/// How long the two moments of the adam family and lion last: `es::betas = {0.9f, 0.999f}`.
inline constexpr keyword<tag::betas> betas{};
/// How long an average of weights (ema) lasts: s <- beta s + (1 - beta) w.
inline constexpr keyword<tag::beta> beta{};
/// elu at minus infinity is -alpha; of rmsprop, how long the mean of squares lasts.
inline constexpr keyword<tag::alpha> alpha{};
/// Added where a root or a sum is divided by: normalising layers and optimizers.
inline constexpr keyword<tag::eps> eps{};
/// How long the means of squares of adadelta last.
inline constexpr keyword<tag::rho> rho{};
/// adagrad divides its rate by 1 + step lr_decay.
inline constexpr keyword<tag::lr_decay> lr_decay{};
/// Where the sum of squares of adagrad starts.
inline constexpr keyword<tag::initial_accumulator> initial_accumulator{};
/// How fast the momentum of nadam grows.
inline constexpr keyword<tag::momentum_decay> momentum_decay{};
/// The factor of a step of step_decay and exponential.
inline constexpr keyword<tag::gamma> gamma{};
/// Where cosine ends.
inline constexpr keyword<tag::eta_min> eta_min{};
/// The standard deviation of `es::normal`.
inline constexpr keyword<tag::stddev> stddev{};
/// The mean of `es::normal`.
inline constexpr keyword<tag::average> average{};
/// The lower end of `es::uniform`.
inline constexpr keyword<tag::low> low{};
/// The upper end of `es::uniform`.
inline constexpr keyword<tag::high> high{};
/// A factor of xavier and orthogonal initial values.
inline constexpr keyword<tag::gain> gain{};
/// The slope of leaky_relu below zero.
inline constexpr keyword<tag::negative_slope> negative_slope{};
/// Where huber goes from square to linear.
inline constexpr keyword<tag::delta> delta{};
/// What pad puts around.
inline constexpr keyword<tag::value> value{};
/// Steps of a convolution or pooling: `2_c`, or `es::shape<2, 1>{}` for a pair.
inline constexpr keyword<tag::stride> stride{};
/// Elements added at each edge for a convolution or pooling, as `stride`.
inline constexpr keyword<tag::padding> padding{};
/// Distances of the taps of a convolution, as `stride`.
inline constexpr keyword<tag::dilation> dilation{};
/// The seed of a call's random draws (dropout): `es::rng = 7`.
inline constexpr keyword<tag::rng> rng{};
/// The cotangent of a non-scalar output: `es::cotangent = s`.
inline constexpr keyword<tag::cotangent> cotangent{};

/// Flags: options that change state or shape, in the type.
struct nesterov_t { static constexpr fixed_string name = "nesterov"; };
struct centered_t { static constexpr fixed_string name = "centered"; };
struct amsgrad_t { static constexpr fixed_string name = "amsgrad"; };
struct causal_t { static constexpr fixed_string name = "causal"; };
struct frozen_t { static constexpr fixed_string name = "frozen"; };
struct no_bias_t { static constexpr fixed_string name = "no_bias"; };
struct keep_dims_t { static constexpr fixed_string name = "keep_dims"; };
struct upper_t { static constexpr fixed_string name = "upper"; };
struct sum_reduction_t { static constexpr fixed_string name = "sum_reduction"; };
struct no_reduction_t { static constexpr fixed_string name = "no_reduction"; };
struct batched_t { static constexpr fixed_string name = "batched"; };
struct static_workspace_t { static constexpr fixed_string name = "static_workspace"; };
struct forward_mode_t { static constexpr fixed_string name = "forward_mode"; };
struct reverse_mode_t { static constexpr fixed_string name = "reverse_mode"; };
// clang-format on

/// sgd goes on along its velocity: g + momentum v.
inline constexpr nesterov_t nesterov{};
/// rmsprop divides by the standard deviation instead of the root of the mean square.
inline constexpr centered_t centered{};
/// adam and adamw divide by the largest second moment so far.
inline constexpr amsgrad_t amsgrad{};
/// multi_head_attention: no position sees a later one.
inline constexpr causal_t causal{};
/// A group that is not trained, as with `lr = es::zero`.
inline constexpr frozen_t frozen{};
/// A layer without bias.
inline constexpr no_bias_t no_bias{};
/// A reduction that leaves its axes with extent 1.
inline constexpr keep_dims_t keep_dims{};
/// triangular_solve with an upper triangle.
inline constexpr upper_t upper{};
/// A loss as the sum over elements instead of their mean.
inline constexpr sum_reduction_t sum_reduction{};
/// A loss for each element.
inline constexpr no_reduction_t no_reduction{};
/// A trainer that stores gradients and takes run-time batches: `step`, `accumulate`, `apply`.
inline constexpr batched_t batched{};
/// A trainer that has the workspace inside instead of on the stack of `step`.
inline constexpr static_workspace_t static_workspace{};
/// How a Jacobian is computed, where the number of passes shall not decide: column by column,
/// forward ...
inline constexpr forward_mode_t forward_mode{};
/// ... row by row of its transpose, backward.
inline constexpr reverse_mode_t reverse_mode{};

namespace detail {

template <class Argument>
struct tag_of_option {
    using type = void;
};
template <class Tag, class V>
struct tag_of_option<option<Tag, V>> {
    using type = Tag;
};
template <class Argument>
using option_tag = typename tag_of_option<Argument>::type;

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
