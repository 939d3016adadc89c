// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/multiply.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <int... Axis, expression X, class... Keep>
constexpr auto mean_of(X x, Keep... keep) {
    auto total = sum<Axis...>(x, keep...);
    constexpr double count = static_cast<double>(X::shape_type::size) /
                             static_cast<double>(decltype(total)::shape_type::size);
    return total * number_type<bits_of(1.0 / count)>{};
}
}  // namespace detail

namespace adl {
/// The mean over all axes, or over those given.
template <int... Axis, expression X>
constexpr auto mean(X x) {
    return detail::mean_of<Axis...>(x);
}
template <int... Axis, expression X>
constexpr auto mean(X x, keep_dims_t keep) {
    return detail::mean_of<Axis...>(x, keep);
}
template <expression X>
constexpr auto mean(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::mean;

}  // namespace espalier::inline ESPALIER_ABI
