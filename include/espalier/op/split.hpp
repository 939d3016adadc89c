// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <boost/hana/prepend.hpp>
#include <boost/hana/tuple.hpp>

#include <espalier/op/slice.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <int Axis, long Begin, expression X>
constexpr auto split_from(X) {
    return boost::hana::tuple<>{};
}
template <int Axis, long Begin, long Size, long... Sizes, expression X>
constexpr auto split_from(X x) {
    return boost::hana::prepend(split_from<Axis, Begin + Size, Sizes...>(x),
                                slice<Axis, Begin, Begin + Size>(x));
}
}  // namespace detail

namespace adl {
/// Consecutive parts of the given sizes along an axis, as a Hana tuple.
template <int Axis, long... Sizes, expression X>
constexpr auto split(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::split<Axis, Sizes...>(x): 'x' does not have this axis");
    if constexpr (detail::axes_exist<X::shape_type::rank, Axis>) {
        constexpr int axis = Axis < 0 ? Axis + X::shape_type::rank : Axis;
        constexpr bool fits =
            (Sizes + ... + 0) == static_cast<long>(X::shape_type::value.axis[axis]);
        static_assert(
            fits,
            "espalier::split<Axis, Sizes...>(x): the sizes must add up to the extent of the axis");
        if constexpr (fits)
            return detail::split_from<axis, 0, Sizes...>(x);
        else
            return boost::hana::tuple<>{};
    } else {
        return boost::hana::tuple<>{};
    }
}
}  // namespace adl
using adl::split;

}  // namespace espalier::inline ESPALIER_ABI
