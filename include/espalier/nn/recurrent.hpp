// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/layer.hpp>
#include <espalier/nn/scan.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/concat.hpp>
#include <espalier/op/contraction.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sigmoid.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/tanh.hpp>

/// What rnn, gru and lstm share: parameters, shapes, the products over all steps.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Shape>
struct recurrent_operand_is_no_sequence {
    static_assert(
        never_type<Shape>,
        "espalier::rnn, gru, lstm<\"name\", In, Hidden>(x): 'x' must have the shape [N,] L, In");
};
template <class Shape>
struct recurrent_state_has_other_shape {
    static_assert(
        never_type<Shape>,
        "espalier::rnn, gru, lstm<\"name\", In, Hidden>(x, h, c): a state must have the shape "
        "[N,] Hidden");
};

template <class Shape, index_t Last>
struct with_last_rule {
    consteval extents operator()() const {
        extents to = Shape::value;
        to.axis[to.rank - 1] = Last;
        return to;
    }
};
/// x w^T over the last axis.
template <expression X, expression W>
constexpr auto times_transposed(X x, W w) {
    using S = typename X::shape_type;
    constexpr index_t out = W::shape_type::value.axis[0], in = W::shape_type::value.axis[1];
    return apply<contraction_op<shape_by<with_last_rule<S, out>>, 1, S::size / in, out, in,
                                transposed::right>>(x, w);
}
/// The I-th of the parts that lie side by side in the last axis.
template <int I, index_t Hidden>
constexpr auto part(auto z) {
    return slice<-1, static_cast<long>(I * Hidden), static_cast<long>((I + 1) * Hidden)>(z);
}
/// What all gates take from the input: x weight_ih^T + bias_ih, bias or no ...
constexpr auto from_input(auto x, auto weight, auto... bias) {
    return (times_transposed(x, weight) + ... + bias);
}
/// ... and from the state: one product, whose parts are the gates'.
constexpr auto from_state(auto h, auto weight, auto... bias) {
    return (times_transposed(h, weight) + ... + bias);
}

/// Parameters of `Gates` gates, as torch's, of the first layer in one direction.
template <index_t Gates, index_t In, index_t Hidden, class T, bool Bias>
struct recurrent_parameters {
    using start = starts_uniform<Hidden>;
    template <fixed_string Layer, bool Frozen>
    struct members_without_bias {
        template <fixed_string Local, class Shape>
        using member = member_leaf<leaf_kind::parameter, Layer, Local, Shape, T, Frozen, start>;
        using weight_ih_leaf = member<"weight_ih", shape<Gates * Hidden, In>>;
        using weight_hh_leaf = member<"weight_hh", shape<Gates * Hidden, Hidden>>;
        using parameters = list<weight_ih_leaf, weight_hh_leaf>;
        static constexpr leaf_expression<weight_ih_leaf> weight_ih{};
        static constexpr leaf_expression<weight_hh_leaf> weight_hh{};
    };
    template <fixed_string Layer, bool Frozen>
    struct members_with_bias : members_without_bias<Layer, Frozen> {
        using base = members_without_bias<Layer, Frozen>;
        using bias_ih_leaf = typename base::template member<"bias_ih", shape<Gates * Hidden>>;
        using bias_hh_leaf = typename base::template member<"bias_hh", shape<Gates * Hidden>>;
        using parameters = list<typename base::weight_ih_leaf, typename base::weight_hh_leaf,
                                bias_ih_leaf, bias_hh_leaf>;
        static constexpr leaf_expression<bias_ih_leaf> bias_ih{};
        static constexpr leaf_expression<bias_hh_leaf> bias_hh{};
    };
    template <fixed_string Layer, bool Frozen>
    using members = std::conditional_t<Bias, members_with_bias<Layer, Frozen>,
                                       members_without_bias<Layer, Frozen>>;

    static constexpr auto weight_ih() {
        return local_parameter<"weight_ih", shape<Gates * Hidden, In>, T, start>;
    }
    static constexpr auto weight_hh() {
        return local_parameter<"weight_hh", shape<Gates * Hidden, Hidden>, T, start>;
    }
    static constexpr auto bias_ih() {
        return local_parameter<"bias_ih", shape<Gates * Hidden>, T, start>;
    }
    static constexpr auto bias_hh() {
        return local_parameter<"bias_hh", shape<Gates * Hidden>, T, start>;
    }

    /// All states, for a step (x, state, weight_ih, weight_hh[, bias_ih, bias_hh]).
    template <class Step>
    static constexpr auto states(Step step, auto x, auto state) {
        constexpr int time = decltype(x)::shape_type::rank - 2;
        if constexpr (Bias)
            return scan<time>(step, x, state, weight_ih(), weight_hh(), bias_ih(), bias_hh());
        else
            return scan<time>(step, x, state, weight_ih(), weight_hh());
    }
    template <class S>
    static constexpr bool is_sequence =
        (S::rank == 2 || S::rank == 3) && S::value.axis[S::rank > 0 ? S::rank - 1 : 0] == In;
    template <class Shape>
    struct state_rule {
        consteval extents operator()() const {
            extents to = Shape::value.without(Shape::rank - 2);
            to.axis[to.rank - 1] = Hidden;
            return to;
        }
    };
    template <class X>
    using state_array = array_of<T, shape_by<state_rule<typename X::shape_type>>>;
    template <class X>
    static constexpr auto no_state() {
        return apply<broadcast_op<state_array<X>>>(constant<0>);
    }
    /// What is wrong with the operands, or void.
    template <class X, class... State>
    static constexpr auto find_error() {
        if constexpr (!is_sequence<typename X::shape_type>) {
            return held_type<recurrent_operand_is_no_sequence<typename X::shape_type>>{};
        } else {
            using wanted = typename state_array<X>::shape_type;
            constexpr bool fits =
                (std::is_same_v<typename State::shape_type, wanted> && ... && true);
            return held_type<
                std::conditional_t<fits, void, recurrent_state_has_other_shape<wanted>>>{};
        }
    }
    template <class X, class... State>
    using error = typename decltype(find_error<X, State...>())::type;
    static constexpr auto shape_error_result() {
        return leaf_expression<leaf<leaf_kind::input, "shape_error", shape<Hidden>, T>>{};
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
