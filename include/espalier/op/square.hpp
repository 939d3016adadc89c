// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct square_op : elementwise<"square"> {
    template <class V>
    static constexpr V value(V x) {
        return x * x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return (constant<2> * g) * x;  // constant where g is, as in a mean
    }
};

namespace adl {
/// x^2, element by element.
template <expression X>
constexpr auto square(X) {
    return applied<square_op, X>{};
}
}  // namespace adl

inline constexpr op_object<square_op> square{};

}  // namespace espalier::inline ESPALIER_ABI
