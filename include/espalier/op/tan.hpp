// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct tan_op : elementwise<"tan"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::tan(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * (constant<1> + y * y);
    }
};

namespace adl {
/// The tangent.
template <expression X>
constexpr auto tan(X) {
    return applied<tan_op, X>{};
}
}  // namespace adl

inline constexpr op_object<tan_op> tan{};

}  // namespace espalier::inline ESPALIER_ABI
