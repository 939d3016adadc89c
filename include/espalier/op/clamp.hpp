// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/compare.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct clamp_op : elementwise<"clamp"> {
    template <class V>
    static constexpr V value(V x, V lo, V hi) {
        return math::select(x < lo, lo, math::select(x > hi, hi, x));
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto x, auto lo, auto hi) {
        if constexpr (Operand == 0)
            return where(x >= lo, where(x <= hi, g, constant<0>), constant<0>);
        else if constexpr (Operand == 1)
            return where(x < lo, g, constant<0>);
        else
            return where(x > hi, where(x < lo, constant<0>, g), constant<0>);
    }
};

namespace adl {
/// x limited to [lo, hi]; the gradient passes where lo <= x <= hi.
template <expression X, expression Lo, expression Hi>
constexpr auto clamp(X, Lo, Hi) {
    return applied<clamp_op, X, Lo, Hi>{};
}
}  // namespace adl

inline constexpr op_object<clamp_op> clamp{};

}  // namespace espalier::inline ESPALIER_ABI
