// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/strided.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, unsigned Mask>
struct flip_rule {
    static consteval strided_view make() {
        strided_view v = whole_view(Shape::value);
        for (int i = 0; i < Shape::rank; ++i)
            if ((Mask >> i) & 1u) {
                v.offset += v.stride[i] * static_cast<long>(Shape::value.axis[i] - 1);
                v.stride[i] = -v.stride[i];
            }
        return v;
    }
    static constexpr strided_view view = make();
};
}  // namespace detail

namespace adl {
/// The elements in reverse order along the axes given (all, if none).
template <int... Axes, expression X>
constexpr auto flip(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axes...>,
                  "espalier::flip<Axes...>(x): 'x' does not have one of these axes");
    return detail::viewed<detail::flip_rule<typename X::shape_type,
                                            detail::axis_mask<X::shape_type::rank, Axes...>()>>(x);
}
}  // namespace adl
using adl::flip;

}  // namespace espalier::inline ESPALIER_ABI
