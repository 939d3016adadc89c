// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>

namespace espalier::inline ESPALIER_ABI {

struct add_op : elementwise<"add"> {
    static constexpr double neutral = 0;
    static constexpr bool neutral_left = true;
    template <class V>
    static constexpr V value(V a, V b) {
        return a + b;
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto b) {
        (void)y, (void)a, (void)b;
        return g;
    }
};

namespace adl {
/// a + b, element by element; shapes broadcast.
template <expression A, expression B>
constexpr auto operator+(A, B) {
    return applied<add_op, A, B>{};
}
}  // namespace adl
}  // namespace espalier::inline ESPALIER_ABI
