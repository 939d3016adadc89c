// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

struct round_op : elementwise<"round"> {
    template <class V>
    static constexpr V value(V x) {
        return math::round(x);
    }
    template <int>
    static constexpr auto adjoint(auto, auto, auto) {
        return detail::zero_number{};
    }
};

namespace adl {
/// The nearest integer, halves to even; its derivative is 0.
template <expression X>
constexpr auto round(X) {
    return applied<round_op, X>{};
}
}  // namespace adl

inline constexpr op_object<round_op> round{};

}  // namespace espalier::inline ESPALIER_ABI
