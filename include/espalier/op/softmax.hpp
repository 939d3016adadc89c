// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/divide.hpp>
#include <espalier/op/logsumexp.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis>
struct softmax_op : composite<"softmax"> {
    static constexpr auto body(auto x) {
        constexpr bool exists = detail::axes_exist<decltype(x)::shape_type::rank, Axis>;
        static_assert(exists, "espalier::softmax<Axis>(x): 'x' does not have this axis");
        if constexpr (exists) {
            auto const raised = exp(x - detail::finite_max<Axis>(x));
            return raised / sum<Axis>(raised, keep_dims);
        } else {
            return x;
        }
    }
};

namespace adl {
/// e^x / sum(e^x) along an axis, without overflow.
template <int Axis, expression X>
constexpr auto softmax(X x) {
    return apply<softmax_op<Axis>>(x);
}
template <expression X>
constexpr auto softmax(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl

/// `es::softmax<1>` as an object.
template <int Axis>
inline constexpr op_object<softmax_op<Axis>> softmax{};

}  // namespace espalier::inline ESPALIER_ABI
