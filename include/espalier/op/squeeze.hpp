// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/reshape.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int... Axis>
struct squeeze_rule {
    consteval extents operator()() const {
        constexpr unsigned mask = axis_mask<Shape::rank, Axis...>();
        extents to;
        for (int i = 0; i < Shape::rank; ++i)
            if (Shape::value.axis[i] != 1 || !((mask >> i) & 1u)) to.push(Shape::value.axis[i]);
        return to;
    }
    static consteval bool fits() {
        constexpr unsigned mask = axis_mask<Shape::rank, Axis...>();
        for (int i = 0; i < Shape::rank; ++i)
            if (sizeof...(Axis) > 0 && ((mask >> i) & 1u) && Shape::value.axis[i] != 1)
                return false;
        return true;
    }
};
}  // namespace detail

namespace adl {
/// Without the axes of extent 1, or without those given.
template <int... Axis, expression X>
constexpr auto squeeze(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis...>,
                  "espalier::squeeze<Axis>(x): 'x' does not have this axis");
    using rule = detail::squeeze_rule<typename X::shape_type, Axis...>;
    static_assert(rule::fits(), "espalier::squeeze<Axis>(x): the extent of the axis must be 1");
    return detail::reshaped<detail::shape_by<rule>>(x);
}
}  // namespace adl
using adl::squeeze;

}  // namespace espalier::inline ESPALIER_ABI
