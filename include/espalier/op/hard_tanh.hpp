// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct hard_tanh_op : elementwise<"hard_tanh"> {
    template <class V>
    static constexpr V value(V x) {
        return math::select(x > V(1), V(1), math::select(x < V(-1), V(-1), x));
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return where(x <= constant<-1>, constant<0>, where(x >= constant<1>, constant<0>, g));
    }
};

namespace adl {
/// x clamped to [-1, 1]; the subgradient at both ends is 0.
template <expression X>
constexpr auto hard_tanh(X) {
    return applied<hard_tanh_op, X>{};
}
}  // namespace adl

inline constexpr op_object<hard_tanh_op> hard_tanh{};

}  // namespace espalier::inline ESPALIER_ABI
