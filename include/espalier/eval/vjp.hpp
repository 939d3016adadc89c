// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/gradient.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Value and vector-Jacobian product: `es::vjp(y, es::wrt(x), es::cotangent = s, vars, x = xs)` has
/// `.value`, y, and `.gradient[x]`, s^T dy/dx. Another name of `value_and_gradient`, beside `jvp`.
template <expression E, class... Argument>
constexpr auto vjp(E e, Argument const&... argument) {
    return value_and_gradient(e, argument...);
}

}  // namespace espalier::inline ESPALIER_ABI
