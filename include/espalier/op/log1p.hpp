// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/divide.hpp>

namespace espalier::inline ESPALIER_ABI {

struct log1p_op : elementwise<"log1p"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return math::log1p(x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g / (constant<1> + x);
    }
};

namespace adl {
/// log(1 + x), exact for small x.
template <expression X>
constexpr auto log1p(X) {
    return applied<log1p_op, X>{};
}
}  // namespace adl

inline constexpr op_object<log1p_op> log1p{};

}  // namespace espalier::inline ESPALIER_ABI
