// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/convolution.hpp>
#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI::detail {

template <index_t Channels, class Shape>
struct convolution_operand_does_not_fit {
    static_assert(
        never_type<Shape>,
        "espalier::conv(x): 'x' must be [N,] C, H, W (conv1d: [N,] C, L) with the layer's input "
        "channels, and no smaller than the kernel");
};

template <index_t In, index_t Out, index_t Groups>
struct groups_do_not_divide_channels {
    static_assert(never_type<shape<In, Out, Groups>>,
                  "espalier::conv: groups must divide the channels In and Out");
};

/// The layer's name for users: a depthwise convolution has its groups from the start.
template <int Spatial, index_t Groups>
using named_convolution =
    std::conditional_t<Groups != 0, composite<"depthwise_conv2d">,
                       std::conditional_t<Spatial == 1, composite<"conv1d">, composite<"conv2d">>>;

/// A convolution with `Spatial` axes: kernel KH x KW (KH = 1 for one axis).
template <index_t In, index_t Out, index_t KH, index_t KW, int Spatial, index_t Groups, class T,
          class... O>
struct convolution_body : named_convolution<Spatial, Groups> {
    static constexpr bool bias = !has_layer_flag<no_bias_t, O...>;
    using stride = pair_of<layer_option_t<tag::stride, integer_constant<1>, O...>>;
    using padding = pair_of<layer_option_t<tag::padding, integer_constant<0>, O...>>;
    using dilation = pair_of<layer_option_t<tag::dilation, integer_constant<1>, O...>>;
    static constexpr index_t groups =
        Groups != 0 ? Groups
                    : pair_of<layer_option_t<tag::groups, integer_constant<1>, O...>>::at[0];
    static constexpr bool groups_divide = In % groups == 0 && Out % groups == 0;
    static constexpr index_t depth = groups_divide ? In / groups : In;
    using weight_shape =
        std::conditional_t<Spatial == 2, shape<Out, depth, KH, KW>, shape<Out, depth, KW>>;
    using start = starts_uniform<depth * KH * KW>;

    template <fixed_string Layer, bool Frozen>
    struct only_weight {
        using weight_leaf =
            member_leaf<leaf_kind::parameter, Layer, "weight", weight_shape, T, Frozen, start>;
        using parameters = list<weight_leaf>;
        static constexpr leaf_expression<weight_leaf> weight{};
    };
    template <fixed_string Layer, bool Frozen>
    struct weight_and_bias : only_weight<Layer, Frozen> {
        using bias_leaf =
            member_leaf<leaf_kind::parameter, Layer, "bias", shape<Out>, T, Frozen, start>;
        using parameters = list<typename only_weight<Layer, Frozen>::weight_leaf, bias_leaf>;
        static constexpr leaf_expression<bias_leaf> bias{};
    };
    template <fixed_string Layer, bool Frozen>
    using members =
        std::conditional_t<bias, weight_and_bias<Layer, Frozen>, only_weight<Layer, Frozen>>;

    using options = concat_lists_t<list<tag::stride, tag::padding, tag::dilation, no_bias_t>,
                                   std::conditional_t<Groups == 0, list<tag::groups>, list<>>>;
    template <class... New>
    using configured = convolution_body<In, Out, KH, KW, Spatial, Groups, T, O..., New...>;

    template <class S>
    static consteval auto extents_for() {
        constexpr bool ranked = S::rank == Spatial + 1 || S::rank == Spatial + 2;
        constexpr index_t n = ranked ? samples_in<S, Spatial + 1> : 1;
        constexpr index_t c = ranked ? S::value.axis[S::rank - Spatial - 1] : 0;
        constexpr index_t h = ranked && Spatial == 2 ? S::value.axis[S::rank - 2] : 1;
        constexpr index_t w = ranked ? S::value.axis[S::rank - 1] : 1;
        constexpr index_t sh = Spatial == 2 ? stride::at[0] : 1,
                          ph = Spatial == 2 ? padding::at[0] : 0,
                          dh = Spatial == 2 ? dilation::at[0] : 1;
        using e = convolution_extents<n, In, h, w, Out, KH, KW, sh, stride::at[1], ph,
                                      padding::at[1], dh, dilation::at[1], groups>;
        if constexpr (c == In && e::fits) return e{};
    }
    template <class S, class E>
    static consteval auto result_shape() {
        constexpr bool one = S::rank == Spatial + 1;
        if constexpr (Spatial == 2 && one)
            return shape<Out, E::yh, E::yw>{};
        else if constexpr (Spatial == 2)
            return typename E::y_shape{};
        else if constexpr (one)
            return shape<Out, E::yw>{};
        else
            return shape<S::value.axis[0], Out, E::yw>{};
    }
    static constexpr auto body(auto x) {
        using S = typename decltype(x)::shape_type;
        if constexpr (!groups_divide) {
            static_assert(sizeof(groups_do_not_divide_channels<In, Out, groups>) > 0);
            return shape_error();
        } else if constexpr (std::is_void_v<decltype(extents_for<S>())>) {
            static_assert(sizeof(convolution_operand_does_not_fit<In, S>) > 0);
            return shape_error();
        } else {
            return convolved<S, decltype(extents_for<S>())>(x);
        }
    }
    static constexpr auto shape_error() {
        return leaf_expression<leaf<leaf_kind::input, "shape_error", shape<Out, 1, 1>, T>>{};
    }
    template <class S, class E>
    static constexpr auto convolved(auto x) {
        constexpr auto w = local_parameter<"weight", weight_shape, T, start>;
        auto const y = apply<convolution_op<E, convolution_part::result>>(
            reshaped<typename E::x_shape>(x), reshaped<typename E::w_shape>(w));
        using to = decltype(result_shape<S, E>());
        if constexpr (bias)
            return reshaped<to>(
                y + reshaped<shape<Out, 1, 1>>(local_parameter<"bias", shape<Out>, T, start>));
        else
            return reshaped<to>(y);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
