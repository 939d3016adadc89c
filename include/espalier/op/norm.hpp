// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/square.hpp>
#include <espalier/op/sum.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The square root of a sum of squares, with subgradient 0 at 0.
struct norm_root_op : elementwise<"norm"> {
    template <class V>
    static constexpr V value(V x) {
        return math::sqrt(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return where(equal(y, constant<0>), constant<0>, g / (constant<2> * y));
    }
};

namespace adl {
/// The 2-norm over all axes, or over those given; its subgradient at 0 is 0.
template <int... Axis, expression X>
constexpr auto norm(X x) {
    return apply<norm_root_op>(sum<Axis...>(square(x)));
}
template <int... Axis, expression X>
constexpr auto norm(X x, keep_dims_t keep) {
    return apply<norm_root_op>(sum<Axis...>(square(x), keep));
}
template <expression X>
constexpr auto norm(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::norm;

}  // namespace espalier::inline ESPALIER_ABI
