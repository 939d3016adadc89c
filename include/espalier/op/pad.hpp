// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/keyword.hpp>
#include <espalier/op/strided.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int Axis, long Before, long After>
struct pad_rule {
    static constexpr int axis = Axis < 0 ? Axis + Shape::rank : Axis;
    static consteval strided_view make() {
        extents to = Shape::value;
        to.axis[axis] += static_cast<index_t>(Before + After);
        strided_view v = whole_view(to);  // strides in the result, at the places of x
        v.offset = Before * v.stride[axis];
        return v;
    }
    static constexpr strided_view view = make();
};
}  // namespace detail

namespace adl {
/// Before and After elements of `es::value` (0_c by default) added at the ends of an axis.
template <int Axis, long Before, long After, expression X,
          compile_time_number V = integer_constant<0>>
constexpr auto pad(X x, option<tag::value, V> = {}) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::pad<Axis, Before, After>(x): 'x' does not have this axis");
    static_assert(Before >= 0 && After >= 0,
                  "espalier::pad<Axis, Before, After>(x): Before and After are not negative");
    using rule = detail::pad_rule<typename X::shape_type, Axis, Before, After>;
    constexpr std::uint64_t fill = detail::bits_of(detail::value_of_number<typename V::op_type>);
    return apply<scatter_strided_op<detail::shape_by<detail::view_shape_rule<rule>>,
                                    rule::view.offset, detail::strides_by<rule>, fill>>(x);
}
}  // namespace adl
using adl::pad;

}  // namespace espalier::inline ESPALIER_ABI
