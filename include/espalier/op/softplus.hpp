// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sigmoid.hpp>

namespace espalier::inline ESPALIER_ABI {

struct softplus_op : elementwise<"softplus"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::softplus(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * sigmoid(x);
    }
};

namespace adl {
/// log(1 + e^x), without overflow.
template <expression X>
constexpr auto softplus(X) {
    return applied<softplus_op, X>{};
}
}  // namespace adl

inline constexpr op_object<softplus_op> softplus{};

}  // namespace espalier::inline ESPALIER_ABI
