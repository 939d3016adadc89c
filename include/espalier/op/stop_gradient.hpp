// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

struct stop_gradient_op : op_base {
    static constexpr auto name = fixed_string("stop_gradient");
    static constexpr op_kind kind = op_kind::alias;
    static constexpr bool blocks_gradient = true;
    template <class X>
    static consteval auto result() {
        return X{};
    }
};

namespace adl {
/// The value of x; nothing upstream is differentiated through it.
template <expression X>
constexpr auto stop_gradient(X) {
    return applied<stop_gradient_op, X>{};
}
}  // namespace adl

inline constexpr op_object<stop_gradient_op> stop_gradient{};

/// A callable whose result is not differentiated: `no_grad(f)(x)` is `stop_gradient(f(x))`. A layer
/// or function without state, as those of `sequential`, where it can stand too.
template <class F>
struct no_grad {
    static_assert(detail::stateless<F>,
                  "espalier::no_grad(f): 'f' is a layer or a function "
                  "without state (a lambda that captures nothing)");
    constexpr no_grad() = default;
    constexpr explicit no_grad(F) {}
    template <expression... E>
    constexpr auto operator()(E... e) const {
        return stop_gradient(F{}(e...));
    }
};

}  // namespace espalier::inline ESPALIER_ABI
