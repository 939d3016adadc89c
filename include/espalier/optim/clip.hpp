// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/name.hpp>

namespace espalier::inline ESPALIER_ABI {

struct clip_norm_t {
    static constexpr fixed_string name = "clip_norm";
    static constexpr bool shared_option = true;
    float limit;
};
/// Scales all gradients by min(1, limit / (norm + 1e-6)); the 2-norm runs over the gradients of
/// trained parameters only (torch.nn.utils.clip_grad_norm_).
constexpr clip_norm_t clip_norm(float limit) { return {limit}; }

struct clip_value_t {
    static constexpr fixed_string name = "clip_value";
    static constexpr bool shared_option = true;
    float limit;
};
/// Clamps each element of every gradient to [-limit, limit].
constexpr clip_value_t clip_value(float limit) { return {limit}; }

}  // namespace espalier::inline ESPALIER_ABI
