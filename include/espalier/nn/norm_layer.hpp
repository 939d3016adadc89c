// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/mean.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/reshape.hpp>
#include <espalier/op/rsqrt.hpp>
#include <espalier/op/square.hpp>
#include <espalier/op/subtract.hpp>

/// What the normalising layers share.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Layer, index_t Extent, class Shape>
struct normalised_axis_has_other_extent {
    static_assert(
        never_type<Shape>,
        "espalier: a normalising layer does not fit: the normalised axis of 'x' must have the "
        "layer's extent");
};

/// `weight` (ones) and `bias` (zeros) of extent N.
template <fixed_string Layer, index_t N, class T, bool Frozen>
struct scale_and_shift {
    using weight_leaf =
        member_leaf<leaf_kind::parameter, Layer, "weight", shape<N>, T, Frozen, starts_one>;
    using bias_leaf =
        member_leaf<leaf_kind::parameter, Layer, "bias", shape<N>, T, Frozen, starts_zero>;
    using parameters = list<weight_leaf, bias_leaf>;
    static constexpr leaf_expression<weight_leaf> weight{};
    static constexpr leaf_expression<bias_leaf> bias{};
};
template <index_t N, class T>
inline constexpr auto local_scale = local_parameter<"weight", shape<N>, T, starts_one>;
template <index_t N, class T>
inline constexpr auto local_shift = local_parameter<"bias", shape<N>, T, starts_zero>;

template <class... O>
using eps_of = layer_option_t<tag::eps, number_type<bits_of(1e-5)>, O...>;

/// (x - mean) / sqrt(variance + eps) over an axis, the variance biased.
template <int Axis, class Eps>
constexpr auto standardised(auto x) {
    auto const centred = x - mean<Axis>(x, keep_dims);
    return centred * rsqrt(mean<Axis>(square(centred), keep_dims) + Eps{});
}

template <class S, int Axis>
inline constexpr index_t extent_or_zero = [] {
    int const axis = Axis < 0 ? Axis + S::rank : Axis;
    return axis >= 0 && axis < S::rank ? S::value.axis[axis < 0 ? 0 : axis] : index_t{0};
}();

}  // namespace espalier::inline ESPALIER_ABI::detail
