// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

struct where_op : elementwise<"where"> {
    static constexpr unsigned not_differentiable = 0b001;
    template <class V>
    static constexpr V value(V mask, V a, V b) {
        return math::select(mask != V(0), a, b);
    }
    template <int Operand>
    static constexpr auto adjoint(auto g, auto, auto mask, auto, auto) {
        if constexpr (Operand == 1)
            return apply<where_op>(mask, g, detail::zero_number{});
        else
            return apply<where_op>(mask, detail::zero_number{}, g);
    }
};

namespace adl {
/// a where the mask holds, else b; the mask has no gradient.
template <expression M, expression A, expression B>
constexpr auto where(M, A, B) {
    return applied<where_op, M, A, B>{};
}
}  // namespace adl

inline constexpr op_object<where_op> where{};

}  // namespace espalier::inline ESPALIER_ABI
