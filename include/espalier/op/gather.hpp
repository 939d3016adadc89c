// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/take.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis>
struct gather_op;

/// The reverse of gather: each element of g is added at the position that its index says.
template <class To, int Axis>
struct gather_adjoint_op : opaque<"gather_adjoint"> {
    static constexpr unsigned not_differentiable = 0b10;
    template <class G, class I>
    static consteval auto result() {
        return detail::array_of<typename G::value_type, To>{};
    }
    template <class Out, class G, class I, class T, class Index>
    static ESPALIER_INLINE constexpr void run(T* out, T const* g, Index const* index) {
        for (index_t i = 0; i < To::size; ++i) out[i] = T{};
        gather_op<Axis>::template for_each<To, typename I::shape_type>(
            index, [&](index_t at, index_t from) ESPALIER_INLINE_LAMBDA { out[from] += g[at]; });
    }
    template <int>
    static constexpr auto adjoint(auto h, auto, auto, auto i) {
        return apply<gather_op<Axis>>(h, i);
    }
};

template <int Axis>
struct gather_op : opaque<"gather"> {
    static constexpr unsigned not_differentiable = 0b10;
    static constexpr index_t flops_per_element = 0;
    /// Calls f(flat index of the result, flat index in x) for each element of the index array.
    template <class X, class I, class Index, class F>
    static ESPALIER_INLINE constexpr void for_each(Index const* index, F const& f) {
        for (index_t flat = 0; flat < I::size; ++flat) {
            index_t rest = flat, from = 0;
            long step_of[extents::max_rank]{}, step = 1;
            for (int axis = X::rank - 1; axis >= 0; --axis) {
                step_of[axis] = step;
                step *= static_cast<long>(X::value.axis[axis]);
            }
            for (int axis = X::rank - 1; axis >= 0; --axis) {
                index_t const at = rest % I::value.axis[axis];
                rest /= I::value.axis[axis];
                from +=
                    static_cast<index_t>(step_of[axis]) *
                    (axis == Axis ? detail::checked_index(index[flat], X::value.axis[axis]) : at);
            }
            f(flat, from);
        }
    }
    static consteval bool inside(extents const& x, extents const& i) {
        for (int axis = 0; axis < x.rank; ++axis)
            if (axis != Axis && i.axis[axis] > x.axis[axis]) return false;
        return true;
    }
    template <class X, class I>
    static consteval auto result() {
        static_assert(X::shape_type::rank == I::shape_type::rank,
                      "espalier::gather<Axis>(x, i): 'x' and 'i' must have the same rank");
        static_assert(X::shape_type::rank != I::shape_type::rank ||
                          inside(X::shape_type::value, I::shape_type::value),
                      "espalier::gather<Axis>(x, i): no extent of 'i' but that of the axis exceeds "
                      "that of 'x'");
        return detail::array_of<typename X::value_type, typename I::shape_type>{};
    }
    template <class Out, class X, class I, class T, class Index>
    static ESPALIER_INLINE constexpr void run(T* out, T const* x, Index const* index) {
        for_each<typename X::shape_type, typename I::shape_type>(
            index, [&](index_t at, index_t from) ESPALIER_INLINE_LAMBDA { out[at] = x[from]; });
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x, auto i) {
        return apply<gather_adjoint_op<typename decltype(x)::shape_type, Axis>>(g, i);
    }
};

namespace adl {
/// out(..., j, ...) = x(..., i(..., j, ...), ...) along an axis, as torch.gather.
template <int Axis, expression X, expression I>
constexpr auto gather(X x, I positions) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::gather<Axis>(x, i): 'x' does not have this axis");
    return apply<gather_op<(Axis < 0 ? Axis + X::shape_type::rank : Axis)>>(x, positions);
}
}  // namespace adl
using adl::gather;

}  // namespace espalier::inline ESPALIER_ABI
