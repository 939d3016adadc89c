// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/norm_layer.hpp>
#include <espalier/op/stop_gradient.hpp>
#include <espalier/op/update_buffer.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Shape>
struct batch_norm_needs_a_batch {
    static_assert(
        never_type<Shape>,
        "espalier::batch_norm<\"name\", C>(x): in training 'x' must be N, C, ... with a static "
        "sample axis; es::inference(layer) uses the running statistics");
};

template <index_t C, class T, bool Inference, class... O>
struct batch_norm_body : composite<"batch_norm"> {
    template <fixed_string Layer, bool Frozen>
    struct members : scale_and_shift<Layer, C, T, Frozen> {
        static constexpr leaf_expression<
            member_leaf<leaf_kind::buffer, Layer, "running_mean", shape<C>, T, Frozen, starts_zero>>
            running_mean{};
        static constexpr leaf_expression<
            member_leaf<leaf_kind::buffer, Layer, "running_var", shape<C>, T, Frozen, starts_one>>
            running_var{};
    };
    using options = list<tag::eps, tag::momentum>;
    template <class... New>
    using configured = batch_norm_body<C, T, Inference, O..., New...>;
    using inference = batch_norm_body<C, T, true, O...>;
    using eps = eps_of<O...>;
    using momentum = layer_option_t<tag::momentum, number_type<bits_of(0.1)>, O...>;

    static constexpr auto running_mean = local_buffer<"running_mean", shape<C>, T, starts_zero>;
    static constexpr auto running_var = local_buffer<"running_var", shape<C>, T, starts_one>;

    static constexpr auto scaled(auto x, auto mean_of_channel, auto variance) {
        auto const factor = rsqrt(variance + eps{}) * reshaped<shape<C, 1>>(local_scale<C, T>);
        return (x - mean_of_channel) * factor + reshaped<shape<C, 1>>(local_shift<C, T>);
    }
    static constexpr auto body(auto x) {
        using S = typename decltype(x)::shape_type;
        // in inference the sample axis may be left out: C, H, W or C
        constexpr bool one =
            Inference && (S::rank == 1 || S::rank == 3) && extent_or_zero<S, 0> == C;
        constexpr int axis = one ? 0 : 1;
        if constexpr (!Inference && S::rank < 2) {
            static_assert(sizeof(batch_norm_needs_a_batch<S>) > 0);
            return x;
        } else if constexpr (extent_or_zero<S, axis> != C) {
            static_assert(sizeof(normalised_axis_has_other_extent<"batch_norm", C, S>) > 0);
            return x;
        } else {
            constexpr index_t n = axis == 0 ? 1 : S::value.axis[0];
            constexpr index_t inner = S::size / (n * C), count = n * inner;
            auto const channels = reshaped<shape<n, C, inner>>(x);
            if constexpr (Inference) {
                return reshaped<S>(scaled(channels, reshaped<shape<C, 1>>(running_mean),
                                          reshaped<shape<C, 1>>(running_var)));
            } else {
                auto const centre = mean<0, 2>(channels, keep_dims);
                auto const variance = mean<0, 2>(square(channels - centre), keep_dims);
                auto const y = scaled(channels, centre, variance);
                constexpr momentum m{};
                constexpr number_type<bits_of(static_cast<double>(count) /
                                              static_cast<double>(count > 1 ? count - 1 : 1))>
                    unbiased{};
                auto const follow = [&](auto old, auto now) {
                    return old + m * (stop_gradient(reshaped<shape<C>>(now)) - old);
                };
                return reshaped<S>(
                    update_buffer(update_buffer(y, running_mean, follow(running_mean, centre)),
                                  running_var, follow(running_var, unbiased * variance)));
            }
        }
    }
};

}  // namespace detail

/// (x - mean) / sqrt(variance + eps) * weight + bias by channel (axis 1 of N, C, ...), the mean and
/// the biased variance over the batch (Ioffe and Szegedy 2015), as torch.nn.BatchNorm; eps 1e-5
/// keeps the gradient of constants finite.
/// `trainer.step` moves `running_mean` and `running_var` (unbiased) by momentum 0.1;
/// `es::inference` normalises by them. Does not compile under a run-time batch in training.
template <fixed_string Name, index_t C, class T = float>
inline constexpr layer<Name, detail::batch_norm_body<C, T, false>> batch_norm{};

}  // namespace espalier::inline ESPALIER_ABI
