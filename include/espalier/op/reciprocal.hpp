// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

struct reciprocal_op : elementwise<"reciprocal"> {
    template <class V>
    static constexpr V value(V x) {
        return V(1) / x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return -(g * (y * y));
    }
};

namespace adl {
/// 1 / x.
template <expression X>
constexpr auto reciprocal(X) {
    return applied<reciprocal_op, X>{};
}
}  // namespace adl

inline constexpr op_object<reciprocal_op> reciprocal{};

}  // namespace espalier::inline ESPALIER_ABI
