// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

struct floor_op : elementwise<"floor"> {
    template <class V>
    static constexpr V value(V x) {
        return math::floor(x);
    }
    template <int>
    static constexpr auto adjoint(auto, auto, auto) {
        return detail::zero_number{};
    }
};

namespace adl {
/// The largest integer not above x; its derivative is 0.
template <expression X>
constexpr auto floor(X) {
    return applied<floor_op, X>{};
}
}  // namespace adl

inline constexpr op_object<floor_op> floor{};

}  // namespace espalier::inline ESPALIER_ABI
