// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sigmoid_op : elementwise<"sigmoid"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::sigmoid(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * (y * (constant<1> - y));
    }
};

namespace adl {
/// 1 / (1 + e^-x).
template <expression X>
constexpr auto sigmoid(X) {
    return applied<sigmoid_op, X>{};
}
}  // namespace adl

inline constexpr op_object<sigmoid_op> sigmoid{};

}  // namespace espalier::inline ESPALIER_ABI
