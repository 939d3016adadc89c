// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct sinh_op;

struct cosh_op : elementwise<"cosh"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::cosh(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * apply<sinh_op>(x);
    }
};

namespace adl {
/// The hyperbolic cosine.
template <expression X>
constexpr auto cosh(X) {
    return applied<cosh_op, X>{};
}
}  // namespace adl

inline constexpr op_object<cosh_op> cosh{};

}  // namespace espalier::inline ESPALIER_ABI
