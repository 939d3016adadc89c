// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/nll.hpp>
#include <espalier/op/log_softmax.hpp>
#include <espalier/op/logsumexp.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct cross_entropy_op : composite<"cross_entropy"> {
    static constexpr auto body(auto logits, auto target) {
        if constexpr (detail::indices_expression<decltype(target)>)
            return detail::reduced_loss<Reduction>(logsumexp<-1>(logits) -
                                                   detail::at_class(logits, target));
        else
            return detail::reduced_loss<Reduction>(
                -detail::at_weights(log_softmax<-1>(logits), target));
    }
};

namespace adl {
/// logsumexp(z) - z[class] for each row of logits z, averaged over the rows; targets are class
/// indices (std::int32_t, shape of the logits without the last axis) or one-hot rows.
template <expression Z, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto cross_entropy(Z logits, T target, R = {}) {
    return apply<cross_entropy_op<R>>(logits, target);
}
}  // namespace adl
using adl::cross_entropy;

}  // namespace espalier::inline ESPALIER_ABI
