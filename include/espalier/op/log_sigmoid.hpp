// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>
#include <espalier/op/sigmoid.hpp>

namespace espalier::inline ESPALIER_ABI {

struct log_sigmoid_op : elementwise<"log_sigmoid"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return -math::softplus(-x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * sigmoid(-x);
    }
};

namespace adl {
/// log(1 / (1 + e^-x)), without overflow.
template <expression X>
constexpr auto log_sigmoid(X) {
    return applied<log_sigmoid_op, X>{};
}
}  // namespace adl

inline constexpr op_object<log_sigmoid_op> log_sigmoid{};

}  // namespace espalier::inline ESPALIER_ABI
