// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct hard_swish_op : elementwise<"hard_swish"> {
    template <class V>
    static constexpr V value(V x) {
        return x * math::select(x > V(3), V(6), math::select(x < V(-3), V(0), x + V(3))) / V(6);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return where(x < constant<-3>, constant<0>,
                     where(x <= constant<3>,
                           g * (x / constant<3> + detail::number_type<detail::bits_of(0.5)>{}), g));
    }
};

namespace adl {
/// x relu6(x + 3) / 6 (Howard et al. 2019).
template <expression X>
constexpr auto hard_swish(X) {
    return applied<hard_swish_op, X>{};
}
}  // namespace adl

inline constexpr op_object<hard_swish_op> hard_swish{};

}  // namespace espalier::inline ESPALIER_ABI
