// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sigmoid.hpp>
#include <espalier/op/subtract.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
constexpr auto silu_adjoint(auto g, auto y, auto s) { return g * (s + y * (constant<1> - s)); }
}  // namespace detail

struct silu_op : elementwise<"silu"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return x * math::sigmoid(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto x) {
        return detail::silu_adjoint(g, y, sigmoid(x));
    }
};

namespace adl {
/// x sigmoid(x) (Elfwing et al. 2018), also called swish.
template <expression X>
constexpr auto silu(X) {
    return applied<silu_op, X>{};
}
}  // namespace adl

inline constexpr op_object<silu_op> silu{};

}  // namespace espalier::inline ESPALIER_ABI
