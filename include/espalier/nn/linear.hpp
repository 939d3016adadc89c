// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/contraction.hpp>
#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <int In, class Shape>
struct linear_operand_has_other_extent {
    static_assert(never_type<Shape>,
                  "espalier::linear<\"name\", In, Out>(x): the last extent of 'x' must equal In");
};

template <class Shape, index_t Out>
struct linear_result {
    consteval extents operator()() const {
        extents to = Shape::value;
        to.axis[to.rank - 1] = Out;
        return to;
    }
};

template <index_t In, index_t Out, class T, bool Bias>
struct linear_body : composite<"linear"> {
    template <fixed_string Layer, bool Frozen>
    struct members_with_bias {
        using weight_leaf = member_leaf<leaf_kind::parameter, Layer, "weight", shape<Out, In>, T,
                                        Frozen, starts_uniform<In>>;
        using bias_leaf = member_leaf<leaf_kind::parameter, Layer, "bias", shape<Out>, T, Frozen,
                                      starts_uniform<In>>;
        using parameters = list<weight_leaf, bias_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
        static constexpr leaf_expression<bias_leaf> bias{};
    };
    template <fixed_string Layer, bool Frozen>
    struct members_without_bias {
        using weight_leaf = member_leaf<leaf_kind::parameter, Layer, "weight", shape<Out, In>, T,
                                        Frozen, starts_uniform<In>>;
        using parameters = list<weight_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
    };
    template <fixed_string Layer, bool Frozen>
    using members = std::conditional_t<Bias, members_with_bias<Layer, Frozen>,
                                       members_without_bias<Layer, Frozen>>;
    using options = list<no_bias_t>;
    template <class...>
    using configured = linear_body<In, Out, T, false>;

    static constexpr auto body(auto x) {
        using X = decltype(x);
        using S = typename X::shape_type;
        constexpr bool fits = S::rank > 0 && S::value.axis[S::rank > 0 ? S::rank - 1 : 0] == In;
        if constexpr (!fits) {
            static_assert(sizeof(linear_operand_has_other_extent<static_cast<int>(In), S>) > 0);
            return leaf_expression<leaf<leaf_kind::input, "shape_error", shape<Out>, T>>{};
        } else {
            using to = shape_by<linear_result<S, Out>>;
            auto const product =
                apply<contraction_op<to, 1, S::size / In, Out, In, transposed::right>>(
                    x, local_parameter<"weight", shape<Out, In>, T, starts_uniform<In>>);
            if constexpr (Bias)
                return product + local_parameter<"bias", shape<Out>, T, starts_uniform<In>>;
            else
                return product;
        }
    }
};

}  // namespace detail

/// y = x weight^T + bias over the last axis of x, any rank: (..., In) -> (..., Out).
/// Parameters `weight` (Out, In) and `bias` (Out), as torch.nn.Linear; `(es::no_bias)` drops the
/// bias.
template <fixed_string Name, index_t In, index_t Out, class T = float>
inline constexpr layer<Name, detail::linear_body<In, Out, T, true>> linear{};

}  // namespace espalier::inline ESPALIER_ABI
