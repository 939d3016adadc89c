// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

struct atan2_op : elementwise<"atan2"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::atan2(a, b);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto b) {
        (void)y;
        if constexpr (Operand == 0)
            return g * (b / (a * a + b * b));
        else
            return -(g * (a / (a * a + b * b)));
    }
};

namespace adl {
/// The angle of the point (b, a): atan2(y, x).
template <expression A, expression B>
constexpr auto atan2(A, B) {
    return applied<atan2_op, A, B>{};
}
}  // namespace adl

inline constexpr op_object<atan2_op> atan2{};

}  // namespace espalier::inline ESPALIER_ABI
