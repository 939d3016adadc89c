// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <limits>

#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/exp.hpp>
#include <espalier/op/log.hpp>
#include <espalier/op/stop_gradient.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The largest element that is finite, else the last finite number in its direction; NaN is passed
/// over. Nothing is differentiated through it.
template <class T>
struct largest_finite {
    static constexpr auto name = fixed_string("largest");
    static constexpr T most = std::numeric_limits<T>::max();
    static constexpr double identity = static_cast<double>(-most);
    template <class V>
    static constexpr V combine(V a, V b) {
        return math::larger(math::smaller(V(most), b), a);
    }
};

namespace detail {
/// What may be subtracted before exp: a number of which infinity and NaN can be told apart after.
template <int... Axis, expression X>
constexpr auto finite_max(X x) {
    using given = typename X::value_type;
    using T = std::conditional_t<std::is_same_v<given, literal>, double, given>;
    return stop_gradient(reduce<largest_finite<T>, true, Axis...>(x));
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
template <expression X>
constexpr auto logsumexp(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::logsumexp;

}  // namespace espalier::inline ESPALIER_ABI
