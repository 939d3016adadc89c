// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sign_op : elementwise<"sign"> {
    template <class V>
    static constexpr V value(V x) {
        return math::select(x > V(0), V(1), math::select(x < V(0), V(-1), V(0)));
    }
    template <int>
    static constexpr auto adjoint(auto, auto, auto) {
        return detail::zero_number{};
    }
};

namespace adl {
/// -1, 0 or 1 by the sign of x; 0 for NaN, as in PyTorch. Its derivative is 0.
template <expression X>
constexpr auto sign(X) {
    return applied<sign_op, X>{};
}
}  // namespace adl

inline constexpr op_object<sign_op> sign{};

}  // namespace espalier::inline ESPALIER_ABI
