// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/log.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct pow_op : elementwise<"pow"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V a, V b) {
        return math::pow(a, b);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto b) {
        (void)y;
        if constexpr (Operand == 0)
            return where(equal(b, constant<0>), constant<0>,
                         g * (b * apply<pow_op>(a, b - constant<1>)));
        else
            return where(equal(a, constant<0>),
                         where(b >= constant<0>, constant<0>, g * (y * log(a))), g * (y * log(a)));
    }
};

namespace adl {
/// a^b. Where b = 0 the derivative by a is 0; where a = 0 and b >= 0 the derivative by b is 0.
template <expression A, expression B>
constexpr auto pow(A, B) {
    return applied<pow_op, A, B>{};
}
}  // namespace adl

inline constexpr op_object<pow_op> pow{};

}  // namespace espalier::inline ESPALIER_ABI
