// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/nn/reduction.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/log.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct kl_divergence_op : composite<"kl_divergence"> {
    static constexpr auto body(auto log_p, auto target) {
        // where the target is 0 its term is 0, and log sees 1
        auto const none = equal(target, constant<0>);
        auto const log_target = log(where(none, constant<1>, target));
        auto const terms = where(none, constant<0>, target * (log_target - log_p));
        return detail::reduced_loss<Reduction>(sum<-1>(terms));
    }
};

namespace adl {
/// target (log target - log_p), summed over the last axis, averaged over the others.
template <expression P, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto kl_divergence(P log_p, T target, R = {}) {
    return apply<kl_divergence_op<R>>(log_p, target);
}
}  // namespace adl
using adl::kl_divergence;

}  // namespace espalier::inline ESPALIER_ABI
