// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/op/abs.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/exp.hpp>
#include <espalier/op/log.hpp>
#include <espalier/op/max.hpp>
#include <espalier/op/stop_gradient.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/sum.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
/// The largest element, or 0 where it is infinite: what may be subtracted before exp.
template <int... Axis>
constexpr auto finite_max(auto x) {
    auto const largest = stop_gradient(max<Axis...>(x, keep_dims));
    return where(equal(abs(largest), number_type<bits_of(constant_math::infinity)>{}), constant<0>,
                 largest);
}
}  // namespace detail

template <bool Keep, int... Axis>
struct logsumexp_op : composite<"logsumexp"> {
    static constexpr auto body(auto x) {
        auto const shift = detail::finite_max<Axis...>(x);
        auto const kept = log(sum<Axis...>(exp(x - shift), keep_dims)) + shift;
        if constexpr (Keep)
            return kept;
        else
            return detail::reshaped<typename decltype(sum<Axis...>(x))::shape_type>(kept);
    }
};

namespace adl {
/// log(sum(e^x)) over all axes, or over those given, without overflow.
template <int... Axis, expression X>
constexpr auto logsumexp(X x) {
    return apply<logsumexp_op<false, Axis...>>(x);
}
template <int... Axis, expression X>
constexpr auto logsumexp(X x, keep_dims_t) {
    return apply<logsumexp_op<true, Axis...>>(x);
}
}  // namespace adl
using adl::logsumexp;

}  // namespace espalier::inline ESPALIER_ABI
