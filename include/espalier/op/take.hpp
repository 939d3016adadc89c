// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/error.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
/// An index as it is bound: an error where it is outside [0, extent).
template <class I>
constexpr index_t checked_index(I index, index_t extent) {
    // a negative one is a large number
    using whole =
        std::conditional_t<(sizeof(I) > sizeof(index_t)), std::make_unsigned_t<I>, index_t>;
    if (static_cast<whole>(index) >= extent) raise_index(extent, static_cast<index_t>(index));
    return static_cast<index_t>(index);
}
template <class Shape, class Index, int Axis>
struct take_rule {
    consteval extents operator()() const {
        extents to;
        for (int i = 0; i < Axis; ++i) to.push(Shape::value.axis[i]);
        for (int i = 0; i < Index::rank; ++i) to.push(Index::value.axis[i]);
        for (int i = Axis + 1; i < Shape::rank; ++i) to.push(Shape::value.axis[i]);
        return to;
    }
};
}  // namespace detail

template <int Axis>
struct take_op;

/// The reverse of take: each part of g is added where its index says; only those places are
/// touched.
template <class To, int Axis>
struct take_adjoint_op : opaque<"take_adjoint"> {
    static constexpr unsigned not_differentiable = 0b10;
    template <class G, class I>
    static consteval auto result() {
        return detail::array_of<typename G::value_type, To>{};
    }
    template <class Out, class G, class I, class T, class Index>
    static constexpr void run(T* out, T const* g, Index const* index) {
        constexpr auto b = detail::block_of(To::value, Axis, Axis + 1);
        constexpr index_t count = I::shape_type::size;
        for (index_t i = 0; i < To::size; ++i) out[i] = T{};
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t k = 0; k < count; ++k) {
                index_t const n = detail::checked_index(index[k], b.n);
                for (index_t i = 0; i < b.inner; ++i)
                    out[(o * b.n + n) * b.inner + i] += g[(o * count + k) * b.inner + i];
            }
    }
    template <int>
    static constexpr auto adjoint(auto h, auto, auto, auto i) {
        return apply<take_op<Axis>>(h, i);
    }
};

template <int Axis>
struct take_op : opaque<"take"> {
    static constexpr unsigned not_differentiable = 0b10;
    static constexpr index_t flops_per_element = 0;
    template <class X, class I>
    static consteval auto result() {
        return detail::array_of<typename X::value_type,
                                detail::shape_by<detail::take_rule<
                                    typename X::shape_type, typename I::shape_type, Axis>>>{};
    }
    template <class Out, class X, class I, class T, class Index>
    static constexpr void run(T* out, T const* x, Index const* index) {
        constexpr auto b = detail::block_of(X::shape_type::value, Axis, Axis + 1);
        constexpr index_t count = I::shape_type::size;
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t k = 0; k < count; ++k) {
                index_t const n = detail::checked_index(index[k], b.n);
                for (index_t i = 0; i < b.inner; ++i)
                    out[(o * count + k) * b.inner + i] = x[(o * b.n + n) * b.inner + i];
            }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x, auto i) {
        return apply<take_adjoint_op<typename decltype(x)::shape_type, Axis>>(g, i);
    }
};

namespace adl {
/// The parts of x at the given positions of an axis (torch.index_select; positions of any rank).
template <int Axis, expression X, expression I>
constexpr auto take(X x, I positions) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::take<Axis>(x, i): 'x' does not have this axis");
    return apply<take_op<(Axis < 0 ? Axis + X::shape_type::rank : Axis)>>(x, positions);
}
}  // namespace adl
using adl::take;

}  // namespace espalier::inline ESPALIER_ABI
