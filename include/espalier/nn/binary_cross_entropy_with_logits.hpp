// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/nn/reduction.hpp>
#include <espalier/op/softplus.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

template <class Reduction>
struct binary_cross_entropy_with_logits_op : composite<"binary_cross_entropy_with_logits"> {
    static constexpr auto body(auto logits, auto t) {
        return detail::reduced_loss<Reduction>(softplus(logits) - logits * t);
    }
};

namespace adl {
/// -(t log s(z) + (1 - t) log(1 - s(z))) of logits z with the sigmoid s, without overflow.
template <expression Y, expression T, detail::loss_reduction R = detail::mean_reduction_t>
constexpr auto binary_cross_entropy_with_logits(Y logits, T t, R = {}) {
    return apply<binary_cross_entropy_with_logits_op<R>>(logits, t);
}
}  // namespace adl
using adl::binary_cross_entropy_with_logits;

}  // namespace espalier::inline ESPALIER_ABI
