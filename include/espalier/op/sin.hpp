// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/cos.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sin_op : elementwise<"sin"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::sin(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * apply<cos_op>(x);
    }
};

namespace adl {
/// The sine.
template <expression X>
constexpr auto sin(X) {
    return applied<sin_op, X>{};
}
}  // namespace adl

inline constexpr op_object<sin_op> sin{};

}  // namespace espalier::inline ESPALIER_ABI
