// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Array, expression X>
constexpr auto sum_to_array(X x);
}

template <class Array>
struct broadcast_op : elementwise<"broadcast_to"> {
    static constexpr index_t flops_per_element = 0;
    static constexpr bool repeats_operand = true;
    template <class X>
    static consteval auto result() {
        using from = typename X::shape_type;
        using to = typename Array::shape_type;
        static_assert(detail::broadcast(from::value, to::value).fits &&
                          detail::broadcast(from::value, to::value).shape == to::value,
                      "espalier::broadcast_to<D...>(x): the shape of 'x' must broadcast to the new "
                      "extents");
        return Array{};
    }
    template <class V>
    static constexpr V value(V x) {
        return x;
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return g;  // the engine sums over the axes that broadcast
    }
    template <index_t B, unsigned, class Out, class X>
    static constexpr auto batched(auto x) {
        using T = typename Array::value_type;
        using aligned = detail::aligned_t<B, typename X::shape_type, Out::shape_type::rank>;
        using to = detail::prepended_t<B, typename Out::shape_type>;
        return apply<broadcast_op<detail::array_of<T, to>>>(detail::reshaped<aligned>(x));
    }
};

namespace adl {
/// x repeated along new axes and axes of extent 1, by NumPy's rules.
template <index_t... D, expression X>
constexpr auto broadcast_to(X x) {
    return apply<broadcast_op<array<typename X::value_type, D...>>>(x);
}
}  // namespace adl
using adl::broadcast_to;

}  // namespace espalier::inline ESPALIER_ABI
