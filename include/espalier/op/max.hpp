// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

struct max_combine {
    static constexpr auto name = fixed_string("max");
    static constexpr double identity = -constant_math::infinity;
    template <class V>
    static constexpr V combine(V a, V b) {
        // NaN wins over everything
        return math::select(b == b, math::larger(b, a), b);
    }
    static constexpr auto adjoint(auto g, auto y, auto x) {
        constexpr unsigned reduced = detail::axes_that_shrink(decltype(x)::shape_type::value,
                                                              decltype(y)::shape_type::value);
        auto const chosen = equal(x, y);
        return g / detail::reduce_axes<add_combine, reduced>(chosen) * chosen;
    }
};

namespace adl {
/// The largest element, over all axes or over those given; NaN wins. Elements that tie share
/// the cotangent evenly (torch.amax).
template <int... Axis, expression X>
constexpr auto max(X x) {
    return detail::reduce<max_combine, false, Axis...>(x);
}
template <int... Axis, expression X>
constexpr auto max(X x, keep_dims_t) {
    return detail::reduce<max_combine, true, Axis...>(x);
}
template <expression X>
constexpr auto max(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::max;

}  // namespace espalier::inline ESPALIER_ABI
