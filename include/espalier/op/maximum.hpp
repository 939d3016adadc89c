// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct maximum_op : elementwise<"maximum"> {
    template <class V>
    static constexpr V value(V a, V b) {
        return math::select(a > b, a,
                            math::select(b == b, math::select(a == a, b, a), b));  // NaN wins
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto y, auto a, auto b) {
        (void)y;
        auto const shared = where(equal(a, b), g * detail::number_type<detail::bits_of(0.5)>{}, g);
        if constexpr (Operand == 0)
            return where(a < b, constant<0>, shared);
        else
            return where(b < a, constant<0>, shared);
    }
};

namespace adl {
/// The larger of a and b; NaN wins. At ties each operand gets half of the
/// cotangent, at NaN both get all of it.
template <expression A, expression B>
constexpr auto maximum(A, B) {
    return applied<maximum_op, A, B>{};
}
}  // namespace adl

inline constexpr op_object<maximum_op> maximum{};

}  // namespace espalier::inline ESPALIER_ABI
