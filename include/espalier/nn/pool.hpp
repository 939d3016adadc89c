// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/freeze.hpp>
#include <espalier/op/pooling.hpp>
#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI::detail {

/// A pooling layer: no parameters, no name in a model (`Name` is the kind, for messages). Given
/// options it is the same layer configured so.
template <fixed_string Name, template <class, pooling_part> class Op, index_t KH, index_t KW,
          class... O>
struct pool_layer {
    using stride = pair_of<layer_option_t<tag::stride, shape<KH, KW>, O...>>;
    using padding = pair_of<layer_option_t<tag::padding, integer_constant<0>, O...>>;

    template <class... A>
    constexpr auto operator()(A... a) const {
        using error = layer_option_error<Name, list<tag::stride, tag::padding>, A...>;
        if constexpr (sizeof...(A) == 0) {
            return pool_layer{};
        } else if constexpr ((expression<A> && ...)) {
            return pooled(a...);
        } else if constexpr (!std::is_void_v<error>) {
            static_assert(sizeof(error) > 0);
            return pool_layer{};
        } else {
            return pool_layer<Name, Op, KH, KW, O..., A...>{};
        }
    }

private:
    template <expression X>
    static constexpr auto pooled(X x) {
        using S = typename X::shape_type;
        constexpr bool ranked = S::rank == 3 || S::rank == 4;
        constexpr index_t h = ranked ? S::value.axis[S::rank - 2] : 1,
                          w = ranked ? S::value.axis[S::rank - 1] : 1;
        using E = pooling_extents<S::size / (h * w), h, w, KH, KW, stride::at[0], stride::at[1],
                                  padding::at[0], padding::at[1]>;
        if constexpr (!ranked || !E::fits) {
            static_assert(sizeof(pooling_operand_does_not_fit<S>) > 0);
            return x;
        } else {
            return reshaped<shape_by<pooled_rule<S, E::yh, E::yw>>>(
                apply<Op<E, pooling_part::forward>>(reshaped<typename E::x_shape>(x)));
        }
    }
};
template <fixed_string Name, template <class, pooling_part> class Op, index_t KH, index_t KW,
          class... O>
constexpr auto freeze(pool_layer<Name, Op, KH, KW, O...> l) {
    return l;
}
template <fixed_string Name, template <class, pooling_part> class Op, index_t KH, index_t KW,
          class... O>
constexpr auto inference(pool_layer<Name, Op, KH, KW, O...> l) {
    return l;
}

}  // namespace espalier::inline ESPALIER_ABI::detail
