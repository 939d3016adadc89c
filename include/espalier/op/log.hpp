// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/divide.hpp>

namespace espalier::inline ESPALIER_ABI {

struct log_op : elementwise<"log"> {
    static constexpr bool calls_function = true, is_fast_alone = true;
    template <class V>
    static constexpr V value(V x) {
        return math::log(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g / x;
    }
};

namespace adl {
/// The natural logarithm.
template <expression X>
constexpr auto log(X) {
    return applied<log_op, X>{};
}
}  // namespace adl

inline constexpr op_object<log_op> log{};

}  // namespace espalier::inline ESPALIER_ABI
