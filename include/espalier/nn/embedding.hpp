// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/op/take.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <index_t Num, index_t Dim, class T>
struct embedding_body : composite<"embedding"> {
    template <fixed_string Layer, bool Frozen>
    struct members {
        using weight_leaf = member_leaf<leaf_kind::parameter, Layer, "weight", shape<Num, Dim>, T,
                                        Frozen, starts_normal>;
        using parameters = list<weight_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
    };
    static constexpr auto body(auto ids) {
        static_assert(std::is_integral_v<typename decltype(ids)::value_type>,
                      "espalier::embedding<\"name\", Num, Dim>(ids): 'ids' must be integers, "
                      "es::input<\"ids\", es::shape<L>, std::int32_t>");
        return take<0>(local_parameter<"weight", shape<Num, Dim>, T, starts_normal>, ids);
    }
};
}  // namespace detail

/// Rows of `weight` (Num, Dim) by ids of any shape: (...) -> (..., Dim), as torch.nn.Embedding. An
/// id outside [0, Num) is a run-time es::shape_error.
template <fixed_string Name, index_t Num, index_t Dim, class T = float>
inline constexpr layer<Name, detail::embedding_body<Num, Dim, T>> embedding{};

}  // namespace espalier::inline ESPALIER_ABI
