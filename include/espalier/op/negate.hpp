// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>

namespace espalier::inline ESPALIER_ABI {

struct negate_op : elementwise<"negate"> {
    template <class V>
    static constexpr V value(V x) {
        return -x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return -g;
    }
};

namespace adl {
/// -x, element by element.
template <expression X>
constexpr auto operator-(X) {
    return applied<negate_op, X>{};
}
/// The negative of a number in the type is one too: `es::value = -1_c`.
template <compile_time_number X>
constexpr auto operator-(X) {
    if constexpr (requires { X::value; })
        return integer_constant<-X::value>{};
    else
        return detail::number_type<detail::bits_of(
            -detail::value_of_number<typename X::op_type>)>{};
}
}  // namespace adl
}  // namespace espalier::inline ESPALIER_ABI
