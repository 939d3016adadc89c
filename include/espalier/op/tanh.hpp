// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

struct tanh_op : elementwise<"tanh"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::tanh(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * (constant<1> - y * y);
    }
};

namespace adl {
/// The hyperbolic tangent.
template <expression X>
constexpr auto tanh(X) {
    return applied<tanh_op, X>{};
}
}  // namespace adl

inline constexpr op_object<tanh_op> tanh{};

}  // namespace espalier::inline ESPALIER_ABI
