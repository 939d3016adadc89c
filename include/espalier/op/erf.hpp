// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/exp.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

struct erf_op : elementwise<"erf"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::erf(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * (detail::number_type<detail::bits_of(1.1283791670955125739)>{} * exp(-(x * x)));
    }
};

namespace adl {
/// The error function.
template <expression X>
constexpr auto erf(X) {
    return applied<erf_op, X>{};
}
}  // namespace adl

inline constexpr op_object<erf_op> erf{};

}  // namespace espalier::inline ESPALIER_ABI
