// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/reduction.hpp>
#include <espalier/op/abs.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct mae_op : composite<"mae"> {
    static constexpr auto body(auto y, auto t) {
        return detail::reduced_loss<Reduction>(abs(y - t));
    }
};

namespace adl {
/// Mean absolute error: |y - t|, averaged over all elements (or a reduction flag).
template <expression Y, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto mae(Y y, T t, R = {}) {
    return apply<mae_op<R>>(y, t);
}
}  // namespace adl
using adl::mae;

}  // namespace espalier::inline ESPALIER_ABI
