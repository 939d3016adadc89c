// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct atan_op : elementwise<"atan"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::atan(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g / (constant<1> + x * x);
    }
};

namespace adl {
/// The arc tangent.
template <expression X>
constexpr auto atan(X) {
    return applied<atan_op, X>{};
}
}  // namespace adl

inline constexpr op_object<atan_op> atan{};

}  // namespace espalier::inline ESPALIER_ABI
