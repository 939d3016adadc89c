// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>
#include <espalier/op/sqrt.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

struct acos_op : elementwise<"acos"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::acos(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return -(g / sqrt(constant<1> - x * x));
    }
};

namespace adl {
/// The arc cosine.
template <expression X>
constexpr auto acos(X) {
    return applied<acos_op, X>{};
}
}  // namespace adl

inline constexpr op_object<acos_op> acos{};

}  // namespace espalier::inline ESPALIER_ABI
