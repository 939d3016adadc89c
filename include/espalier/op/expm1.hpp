// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct expm1_op : elementwise<"expm1"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::expm1(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * (y + constant<1>);
    }
};

namespace adl {
/// e^x - 1, exact for small x.
template <expression X>
constexpr auto expm1(X) {
    return applied<expm1_op, X>{};
}
}  // namespace adl

inline constexpr op_object<expm1_op> expm1{};

}  // namespace espalier::inline ESPALIER_ABI
