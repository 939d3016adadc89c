// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/norm_layer.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <index_t Groups, index_t C, class T, class... O>
struct group_norm_body : composite<"group_norm"> {
    static_assert(C % Groups == 0,
                  "espalier::group_norm<\"name\", Groups, C>: Groups must divide C");
    template <fixed_string Layer, bool Frozen>
    using members = scale_and_shift<Layer, C, T, Frozen>;
    using options = list<tag::eps>;
    template <class... New>
    using configured = group_norm_body<Groups, C, T, O..., New...>;

    /// Three axes are C, H, W, others N, C, ...: unless the channels fit the other of the first two
    /// alone.
    static constexpr auto body(auto x) {
        using S = typename decltype(x)::shape_type;
        constexpr int usual = S::rank == 3 || S::rank == 1 ? 0 : 1;
        constexpr int axis = extent_or_zero<S, usual> == C ? usual : 1 - usual;
        if constexpr (extent_or_zero<S, axis> != C) {
            static_assert(sizeof(normalised_axis_has_other_extent<"group_norm", C, S>) > 0);
            return x;
        } else {
            constexpr index_t n = axis == 0 ? 1 : S::value.axis[0];
            constexpr index_t in_group = C % Groups == 0 ? C / Groups : C;
            constexpr index_t inner = S::size / (n * C);
            auto const groups = reshaped<shape<n * C / in_group, in_group * inner>>(x);
            auto const channels =
                reshaped<shape<n, C, inner>>(standardised<-1, eps_of<O...>>(groups));
            return reshaped<S>(channels * reshaped<shape<C, 1>>(local_scale<C, T>) +
                               reshaped<shape<C, 1>>(local_shift<C, T>));
        }
    }
};
}  // namespace detail

/// Each group of channels of [N,] C, H, W (or N, C, L; N, C) normalised over its elements, then
/// scaled and shifted by channel (Wu and He 2018), as torch.nn.GroupNorm; eps 1e-5, which keeps the
/// gradient of constants finite.
template <fixed_string Name, index_t Groups, index_t C, class T = float>
inline constexpr layer<Name, detail::group_norm_body<Groups, C, T>> group_norm{};

}  // namespace espalier::inline ESPALIER_ABI
