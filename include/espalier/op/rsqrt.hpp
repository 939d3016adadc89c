// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/multiply.hpp>

namespace espalier::inline ESPALIER_ABI {

struct rsqrt_op : elementwise<"rsqrt"> {
    template <class V>
    static constexpr V value(V x) {
        return V(1) / math::sqrt(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return g * (detail::number_type<detail::bits_of(-0.5)>{} * (y * y * y));
    }
};

namespace adl {
/// 1 / sqrt(x).
template <expression X>
constexpr auto rsqrt(X) {
    return applied<rsqrt_op, X>{};
}
}  // namespace adl

inline constexpr op_object<rsqrt_op> rsqrt{};

}  // namespace espalier::inline ESPALIER_ABI
