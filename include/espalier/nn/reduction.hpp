// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/op/mean.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
/// A loss is a mean over its elements, or their sum, or (`es::no_reduction`) left as it is.
struct mean_reduction_t {};
template <class Reduction>
constexpr auto reduced_loss(auto per_element) {
    if constexpr (std::is_same_v<Reduction, no_reduction_t>)
        return per_element;
    else if constexpr (std::is_same_v<Reduction, sum_reduction_t>)
        return sum(per_element);
    else
        return mean(per_element);
}
template <class R>
concept loss_reduction = std::is_same_v<R, mean_reduction_t> ||
                         std::is_same_v<R, sum_reduction_t> || std::is_same_v<R, no_reduction_t>;
}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
