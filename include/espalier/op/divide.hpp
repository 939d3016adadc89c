// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>
namespace espalier::inline ESPALIER_ABI {

struct divide_op : elementwise<"divide"> {
    static constexpr double neutral = 1;
    static constexpr bool neutral_left = false;
    template <class V>
    static constexpr V value(V a, V b) {
        return a / b;
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto b) {
        (void)y, (void)a;
        auto const of_a = g / b;  // one division for both
        if constexpr (Operand == 0)
            return of_a;
        else
            return -(of_a * y);
    }
};

namespace adl {
/// a / b, element by element; shapes broadcast.
template <expression A, expression B>
constexpr auto operator/(A, B) {
    return applied<divide_op, A, B>{};
}
}  // namespace adl
}  // namespace espalier::inline ESPALIER_ABI
