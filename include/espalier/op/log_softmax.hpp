// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/logsumexp.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis>
struct log_softmax_op : composite<"log_softmax"> {
    static constexpr auto body(auto x) {
        constexpr bool exists = detail::axes_exist<decltype(x)::shape_type::rank, Axis>;
        static_assert(exists, "espalier::log_softmax<Axis>(x): 'x' does not have this axis");
        if constexpr (exists) {
            auto const shifted = x - detail::finite_max<Axis>(x);
            return shifted - log(sum<Axis>(exp(shifted), keep_dims));
        } else {
            return x;
        }
    }
};

namespace adl {
/// log(softmax(x)) along an axis, without overflow.
template <int Axis, expression X>
constexpr auto log_softmax(X x) {
    return apply<log_softmax_op<Axis>>(x);
}
template <expression X>
constexpr auto log_softmax(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl

/// `es::log_softmax<1>` as an object.
template <int Axis>
inline constexpr op_object<log_softmax_op<Axis>> log_softmax{};

}  // namespace espalier::inline ESPALIER_ABI
