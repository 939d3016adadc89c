// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/reduction.hpp>
#include <espalier/op/square.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct mse_op : composite<"mse"> {
    static constexpr auto body(auto y, auto t) {
        return detail::reduced_loss<Reduction>(square(y - t));
    }
};

namespace adl {
/// Mean squared error: (y - t)^2, averaged over all elements (or a reduction flag).
template <expression Y, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto mse(Y y, T t, R = {}) {
    return apply<mse_op<R>>(y, t);
}
}  // namespace adl
using adl::mse;

}  // namespace espalier::inline ESPALIER_ABI
