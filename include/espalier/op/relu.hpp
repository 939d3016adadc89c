// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>

namespace espalier::inline ESPALIER_ABI {

/// g where y > 0, else 0: the adjoint of relu. NaN passes g, as in PyTorch.
struct relu_gate_op : elementwise<"relu_gate"> {
    static constexpr unsigned not_differentiable = 0b10;
    template <class V>
    static constexpr V value(V g, V y) {
        return math::select(y <= V(0), V(0), g);
    }
    template <int>
    static constexpr auto adjoint(auto h, auto, auto, auto y) {
        return apply<relu_gate_op>(h, y);
    }
};

struct relu_op : elementwise<"relu"> {
    template <class V>
    static constexpr V value(V x) {
        return math::larger(V(0), x);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto) {
        return apply<relu_gate_op>(g, y);
    }
};

namespace adl {
/// max(x, 0), element by element; the subgradient at 0 is 0.
template <expression X>
constexpr auto relu(X) {
    return applied<relu_op, X>{};
}
}  // namespace adl

inline constexpr op_object<relu_op> relu{};

}  // namespace espalier::inline ESPALIER_ABI
