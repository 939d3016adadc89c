// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/mean.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

struct mse_op : composite<"mse"> {
    static constexpr auto body(auto y, auto t) {
        auto const difference = y - t;
        return mean(difference * difference);
    }
};

namespace adl {
/// Mean squared error: the mean of (y - t)^2 over all elements.
template <expression Y, expression T>
constexpr auto mse(Y y, T t) {
    return apply<mse_op>(y, t);
}
}  // namespace adl
using adl::mse;

}  // namespace espalier::inline ESPALIER_ABI
