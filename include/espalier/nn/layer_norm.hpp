// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/norm_layer.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <index_t D, class T, class... O>
struct layer_norm_body : composite<"layer_norm"> {
    template <fixed_string Layer, bool Frozen>
    using members = scale_and_shift<Layer, D, T, Frozen>;
    using options = list<tag::eps>;
    template <class... New>
    using configured = layer_norm_body<D, T, O..., New...>;

    static constexpr auto body(auto x) {
        using S = typename decltype(x)::shape_type;
        if constexpr (extent_or_zero<S, -1> != D) {
            static_assert(sizeof(normalised_axis_has_other_extent<"layer_norm", D, S>) > 0);
            return x;
        } else {
            return standardised<-1, eps_of<O...>>(x) * local_scale<D, T> + local_shift<D, T>;
        }
    }
};
}  // namespace detail

/// (x - mean) / sqrt(variance + eps) * weight + bias over the last axis (Ba et al. 2016), as
/// torch.nn.LayerNorm(D); eps 1e-5, which keeps the gradient of a constant row finite.
template <fixed_string Name, index_t D, class T = float>
inline constexpr layer<Name, detail::layer_norm_body<D, T>> layer_norm{};

}  // namespace espalier::inline ESPALIER_ABI
