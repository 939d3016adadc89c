// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class To>
struct reshape_op : op_base {
    static constexpr auto name = fixed_string("reshape");
    static constexpr op_kind kind = op_kind::alias;
    template <class X>
    static consteval auto result() {
        static_assert(To::size == X::shape_type::size,
                      "espalier::reshape<D...>(x): the product of the new extents must equal the "
                      "number of elements of 'x'");
        return detail::array_of<typename X::value_type, To>{};
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<reshape_op<typename decltype(x)::shape_type>>(g);
    }
    template <index_t B, unsigned, class...>
    static constexpr auto batched(auto x) {
        return apply<reshape_op<detail::prepended_t<B, To>>>(x);
    }
};

namespace detail {
/// x under another shape of the same size; x itself where nothing changes.
template <class Shape, expression X>
constexpr auto reshaped(X x) {
    if constexpr (std::is_same_v<Shape, typename X::shape_type>)
        return x;
    else
        return apply<reshape_op<Shape>>(x);
}
}  // namespace detail

namespace adl {
/// The same elements, in row-major order, under the shape D... .
template <index_t... D, expression X>
constexpr auto reshape(X x) {
    return detail::reshaped<shape<D...>>(x);
}
}  // namespace adl
using adl::reshape;

}  // namespace espalier::inline ESPALIER_ABI
