// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sin_op;

struct cos_op : elementwise<"cos"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::cos(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return -(g * apply<sin_op>(x));
    }
};

namespace adl {
/// The cosine.
template <expression X>
constexpr auto cos(X) {
    return applied<cos_op, X>{};
}
}  // namespace adl

inline constexpr op_object<cos_op> cos{};

}  // namespace espalier::inline ESPALIER_ABI
