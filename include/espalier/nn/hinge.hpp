// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/nn/reduction.hpp>
#include <espalier/op/relu.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct hinge_op : composite<"hinge"> {
    static constexpr auto body(auto y, auto t) {
        return detail::reduced_loss<Reduction>(relu(constant<1> - y * t));
    }
};

namespace adl {
/// max(0, 1 - y t) for targets of -1 and 1, averaged over all elements (or a reduction flag).
template <expression Y, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto hinge(Y y, T t, R = {}) {
    return apply<hinge_op<R>>(y, t);
}
}  // namespace adl
using adl::hinge;

}  // namespace espalier::inline ESPALIER_ABI
