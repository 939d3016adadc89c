// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/adam.hpp>

namespace espalier::inline ESPALIER_ABI {

/// AdamW (Loshchilov and Hutter 2017), as torch.optim.AdamW: w <- (1 - lr weight_decay) w, then
/// Adam. Weight decay is 1e-2 unless given; `es::zero` removes it.
struct adamw_rule : detail::adam_family<true> {
    static constexpr auto name = fixed_string("adamw");
};

/// `es::adamw(es::lr = 1e-3f)`: lr 1e-3, betas {0.9, 0.999}, eps 1e-8, weight_decay 1e-2 by
/// default.
inline constexpr rule_object<adamw_rule> adamw{};

}  // namespace espalier::inline ESPALIER_ABI
