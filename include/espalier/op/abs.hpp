// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sign.hpp>

namespace espalier::inline ESPALIER_ABI {

struct abs_op : elementwise<"abs"> {
    template <class V>
    static constexpr V value(V x) {
        return math::abs(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * sign(x);
    }
};

namespace adl {
/// |x|, element by element; the subgradient at 0 is 0.
template <expression X>
constexpr auto abs(X) {
    return applied<abs_op, X>{};
}
}  // namespace adl

inline constexpr op_object<abs_op> abs{};

}  // namespace espalier::inline ESPALIER_ABI
