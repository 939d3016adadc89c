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
constexpr auto operator-(X x) {
    return apply<negate_op>(x);
}
}  // namespace adl
}  // namespace espalier::inline ESPALIER_ABI
