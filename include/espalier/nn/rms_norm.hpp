// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>

#include <espalier/nn/norm_layer.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <index_t D, class T, class... O>
struct rms_norm_body : composite<"rms_norm"> {
    template <fixed_string Layer, bool Frozen>
    struct members {
        using weight_leaf =
            member_leaf<leaf_kind::parameter, Layer, "weight", shape<D>, T, Frozen, starts_one>;
        using parameters = list<weight_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
    };
    using options = list<tag::eps>;
    template <class... New>
    using configured = rms_norm_body<D, T, O..., New...>;
    using eps =
        layer_option_t<tag::eps,
                       number_type<bits_of(static_cast<double>(std::numeric_limits<T>::epsilon()))>,
                       O...>;

    static constexpr auto body(auto x) {
        using S = typename decltype(x)::shape_type;
        if constexpr (extent_or_zero<S, -1> != D) {
            static_assert(sizeof(normalised_axis_has_other_extent<"rms_norm", D, S>) > 0);
            return x;
        } else {
            return x * rsqrt(mean<-1>(square(x), keep_dims) + eps{}) * local_scale<D, T>;
        }
    }
};
}  // namespace detail

/// x / sqrt(mean(x^2) + eps) * weight over the last axis (Zhang and Sennrich 2019), as
/// torch.nn.RMSNorm(D); eps is the machine epsilon of T.
template <fixed_string Name, index_t D, class T = float>
inline constexpr layer<Name, detail::rms_norm_body<D, T>> rms_norm{};

}  // namespace espalier::inline ESPALIER_ABI
