// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct exp_op : elementwise<"exp"> {
    static constexpr bool calls_function = true, is_fast_alone = true;
    template <class V>
    static constexpr V value(V x) {
        return math::exp(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * y;
    }
};

namespace adl {
/// e^x.
template <expression X>
constexpr auto exp(X) {
    return applied<exp_op, X>{};
}
}  // namespace adl

inline constexpr op_object<exp_op> exp{};

}  // namespace espalier::inline ESPALIER_ABI
