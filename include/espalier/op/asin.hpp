// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sqrt.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

struct asin_op : elementwise<"asin"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::asin(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g / sqrt(constant<1> - x * x);
    }
};

namespace adl {
/// The arc sine.
template <expression X>
constexpr auto asin(X) {
    return applied<asin_op, X>{};
}
}  // namespace adl

inline constexpr op_object<asin_op> asin{};

}  // namespace espalier::inline ESPALIER_ABI
