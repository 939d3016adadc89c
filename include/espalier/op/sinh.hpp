// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/cosh.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sinh_op : elementwise<"sinh"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::sinh(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * apply<cosh_op>(x);
    }
};

namespace adl {
/// The hyperbolic sine.
template <expression X>
constexpr auto sinh(X) {
    return applied<sinh_op, X>{};
}
}  // namespace adl

inline constexpr op_object<sinh_op> sinh{};

}  // namespace espalier::inline ESPALIER_ABI
