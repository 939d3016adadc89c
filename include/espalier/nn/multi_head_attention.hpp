// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/matmul.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/slice.hpp>
#include <espalier/op/softmax.hpp>
#include <espalier/op/transpose.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

/// 1 where a row may look at a column: not beyond its own position.
template <class To>
struct causal_mask_op : opaque<"causal_mask"> {
    template <class...>
    static consteval auto result() {
        return To{};
    }
    template <class Out, class T>
    static constexpr void run(T* out) {
        constexpr index_t rows = To::shape_type::value.axis[0],
                          cols = To::shape_type::value.axis[1];
        for (index_t r = 0; r < rows; ++r)
            for (index_t c = 0; c < cols; ++c) out[r * cols + c] = c <= r ? T{1} : T{};
    }
};

namespace detail {

template <index_t E, class Shape>
struct attention_operand_has_other_extent {
    static_assert(never_type<Shape>,
                  "espalier::multi_head_attention<\"name\", E, Heads>(q, k, v): q, k and v must be "
                  "[N,] L, E");
};

template <class Shape>
struct heads_do_not_divide {
    static_assert(never_type<Shape>,
                  "espalier::multi_head_attention<\"name\", E, Heads>: Heads must divide E");
};

template <index_t E, index_t Heads, class T, class... O>
struct attention_body : composite<"multi_head_attention"> {
    using in_weight_shape = shape<3 * E, E>;
    // PyTorch: Xavier's uniform for the joint projection, the layer's default for the output's
    using in_start = starts_xavier;
    using out_start = starts_uniform<E>;

    template <fixed_string Layer, bool Frozen>
    struct out_members {
        using weight_leaf = member_leaf<leaf_kind::parameter, Layer, "out_proj.weight", shape<E, E>,
                                        T, Frozen, out_start>;
        using bias_leaf = member_leaf<leaf_kind::parameter, Layer, "out_proj.bias", shape<E>, T,
                                      Frozen, starts_zero>;
        using parameters = list<weight_leaf, bias_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
        static constexpr leaf_expression<bias_leaf> bias{};
    };
    template <fixed_string Layer, bool Frozen>
    struct members {
        using weight_leaf = member_leaf<leaf_kind::parameter, Layer, "in_proj_weight",
                                        in_weight_shape, T, Frozen, in_start>;
        using bias_leaf = member_leaf<leaf_kind::parameter, Layer, "in_proj_bias", shape<3 * E>, T,
                                      Frozen, starts_zero>;
        using out_leaves = out_members<Layer, Frozen>;
        using parameters = list<weight_leaf, bias_leaf, typename out_leaves::weight_leaf,
                                typename out_leaves::bias_leaf>;
        static constexpr leaf_expression<weight_leaf> in_proj_weight{};
        static constexpr leaf_expression<bias_leaf> in_proj_bias{};
        static constexpr out_leaves out_proj{};
    };
    using options = list<causal_t>;
    template <class... New>
    using configured = attention_body<E, Heads, T, O..., New...>;

    template <class S>
    static constexpr index_t extent_at_end =
        S::rank > 0 ? S::value.axis[S::rank > 0 ? S::rank - 1 : 0] : 0;

    template <class S>
    static constexpr bool fits = (S::rank == 2 || S::rank == 3) && extent_at_end<S> == E;
    /// x weight^T + bias for rows of E.
    static constexpr auto projected(auto x, auto weight, auto bias) {
        using S = typename decltype(x)::shape_type;
        return apply<contraction_op<S, 1, S::size / E, E, E, transposed::right>>(x, weight) + bias;
    }
    /// The I-th third of the joint projection, its heads side by side: N, Heads, L, E / Heads.
    template <long I>
    static constexpr auto heads(auto x) {
        using S = typename decltype(x)::shape_type;
        constexpr long e = static_cast<long>(E);
        constexpr index_t n = samples_in<S, 2>, l = S::value.axis[S::rank - 2];
        constexpr auto weight = local_parameter<"in_proj_weight", in_weight_shape, T, in_start>;
        constexpr auto bias = local_parameter<"in_proj_bias", shape<3 * E>, T, starts_zero>;
        auto const y =
            projected(x, slice<0, I * e, (I + 1) * e>(weight), slice<0, I * e, (I + 1) * e>(bias));
        return transpose<0, 2, 1, 3>(reshaped<shape<n, l, Heads, E / Heads>>(y));
    }
    template <class S>
    static constexpr auto masked(auto scores) {
        if constexpr (has_layer_flag<causal_t, O...>) {
            using R = typename decltype(scores)::shape_type;
            using mask = array<T, R::value.axis[2], R::value.axis[3]>;
            return where(apply<causal_mask_op<mask>>(), scores,
                         number_type<bits_of(-constant_math::infinity)>{});
        } else {
            return scores;
        }
    }
    static constexpr auto body(auto q, auto k, auto v) {
        using S = typename decltype(q)::shape_type;
        constexpr bool all_fit = fits<S> && fits<typename decltype(k)::shape_type> &&
                                 fits<typename decltype(v)::shape_type>;
        if constexpr (E % Heads != 0) {
            static_assert(sizeof(heads_do_not_divide<shape<E, Heads>>) > 0);
            return q;
        } else if constexpr (!all_fit) {
            static_assert(sizeof(attention_operand_has_other_extent<E, S>) > 0);
            return q;
        } else {
            constexpr index_t width = E / Heads;
            constexpr double scale = 1.0 / constant_math::sqrt(static_cast<double>(width));
            auto const scores = matmul(heads<0>(q) * number_type<bits_of(scale)>{},
                                       transpose<0, 1, 3, 2>(heads<1>(k)));
            auto const weights = softmax<-1>(masked<S>(scores));
            auto const mixed = transpose<0, 2, 1, 3>(matmul(weights, heads<2>(v)));
            return projected(reshaped<S>(mixed),
                             local_parameter<"out_proj.weight", shape<E, E>, T, out_start>,
                             local_parameter<"out_proj.bias", shape<E>, T, starts_zero>);
        }
    }
};

}  // namespace detail

/// softmax(q k^T / sqrt(E / Heads)) v by head, between projections (Vaswani et al. 2017), as
/// torch.nn.MultiheadAttention with batch_first: q [N,] L, E; k and v [N,] S, E -> [N,] L, E.
/// `(es::causal)`: a position sees itself and those before it.
template <fixed_string Name, index_t E, index_t Heads, class T = float>
inline constexpr layer<Name, detail::attention_body<E, Heads, T>> multi_head_attention{};

}  // namespace espalier::inline ESPALIER_ABI
