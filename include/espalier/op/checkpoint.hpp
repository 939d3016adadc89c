// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

struct checkpoint_op : op_base {
    static constexpr auto name = fixed_string("checkpoint");
    static constexpr op_kind kind = op_kind::alias;
    static constexpr bool is_checkpoint = true;
    template <class X>
    static consteval auto result() {
        return X{};
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return g;
    }
};

namespace adl {
/// The value of x, which is kept; what it was made of, back to the inputs and to other checkpoints,
/// is computed again in the backward pass instead of being kept for it.
template <expression X>
constexpr auto checkpoint(X) {
    return applied<checkpoint_op, X>{};
}
}  // namespace adl

inline constexpr op_object<checkpoint_op> checkpoint{};

}  // namespace espalier::inline ESPALIER_ABI
