// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sqrt_op : elementwise<"sqrt"> {
    template <class V>
    static constexpr V value(V x) {
        return math::sqrt(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g / (constant<2> * y);
    }
};

namespace adl {
/// The square root; its derivative at 0 is infinite.
template <expression X>
constexpr auto sqrt(X) {
    return applied<sqrt_op, X>{};
}
}  // namespace adl

inline constexpr op_object<sqrt_op> sqrt{};

}  // namespace espalier::inline ESPALIER_ABI
