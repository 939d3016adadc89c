// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/op.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The value of x. A training step moreover writes `next` into the buffer; nothing else does.
struct update_buffer_op : op_base {
    static constexpr auto name = fixed_string("update_buffer");
    static constexpr op_kind kind = op_kind::alias;
    static constexpr unsigned not_differentiable = 0b110;
    static constexpr bool updates_buffer = true;
    template <class X, class Buffer, class Next>
    static consteval auto result() {
        static_assert(
            std::is_same_v<typename Buffer::shape_type, typename Next::shape_type>,
            "espalier::update_buffer(x, buffer, next): 'next' must have the shape of the buffer");
        return X{};
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto, auto, auto) {
        return g;
    }
};

namespace adl {
/// The value of x; `trainer.step` then stores `next` in the buffer, unless it is frozen. For layers
/// with state, such as running statistics.
template <expression X, expression Buffer, expression Next>
constexpr auto update_buffer(X, Buffer, Next) {
    return applied<update_buffer_op, X, Buffer, Next>{};
}
}  // namespace adl
using adl::update_buffer;

}  // namespace espalier::inline ESPALIER_ABI
