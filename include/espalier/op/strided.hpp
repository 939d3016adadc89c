// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>

#include <espalier/core/op.hpp>
#include <espalier/kernel/transpose.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Elements of x at offset + sum of index * stride: transposes, slices, flips and diagonals.
template <class To, long Offset, class Strides>
struct gather_strided_op;
/// The reverse: an array of shape To, filled with a number, with x written at those places.
template <class To, long Offset, class Strides, std::uint64_t Fill = 0>
struct scatter_strided_op;

/// Strides of the axes, from the first to the last.
template <long... S>
struct strides_list {
    static constexpr long at[sizeof...(S) + 1]{S...};
};

namespace detail {
constexpr long stride_of(extents const& e, int axis) {
    long stride = 1;
    for (int i = axis + 1; i < e.rank; ++i) stride *= static_cast<long>(e.axis[i]);
    return stride;
}
template <class Shape, std::size_t... I>
strides_list<stride_of(Shape::value, static_cast<int>(I))...> strides_of_shape(
    std::index_sequence<I...>);
/// The strides of a dense array.
template <class Shape>
using dense_strides = decltype(strides_of_shape<Shape>(
    std::make_index_sequence<static_cast<std::size_t>(Shape::rank)>{}));
/// Where a box of an array begins, if these elements of it are one.
template <class To, class X>
constexpr extents box_corner(long offset, long const* stride) {
    extents corner;
    for (int i = 0; i < X::rank && X::rank == To::rank; ++i) {
        long const dense = stride_of(X::value, i);
        index_t const first = static_cast<index_t>(offset / dense);
        bool const inside = first + To::value.axis[i] <= X::value.axis[i];
        if (offset < 0 || !inside || (stride[i] != dense && To::value.axis[i] > 1)) return {};
        offset %= dense;
        corner.push(first);
    }
    return corner;
}
/// How an array of a shape lies in another one: runs of elements that follow one another in both.
template <class Shape, class Strides>
struct strided_runs {
    static constexpr extents shape = Shape::value;
    static consteval int count_outer() {
        int axes = shape.rank;
        long dense = 1;
        while (axes > 0 && (Strides::at[axes - 1] == dense || shape.axis[axes - 1] == 1))
            dense *= static_cast<long>(shape.axis[--axes]);
        return axes;
    }
    static constexpr int outer = count_outer();  // axes in front of a run
    static consteval index_t count_length() {
        index_t n = 1;
        for (int i = outer; i < shape.rank; ++i) n *= shape.axis[i];
        return n;
    }
    static constexpr index_t length = count_length();
    /// The last two axes are those of a dense matrix the other way round.
    static constexpr bool turned =
        length == 1 && shape.rank > 1 && (outer == shape.rank) &&
        (Strides::at[shape.rank > 1 ? shape.rank - 2 : 0] == 1) &&
        Strides::at[shape.rank > 1 ? shape.rank - 1 : 0] ==
            static_cast<long>(shape.axis[shape.rank > 1 ? shape.rank - 2 : 0]);
    static constexpr int blocks = turned ? outer - 2 : outer;
    static constexpr index_t block =
        turned ? shape.axis[outer > 1 ? outer - 2 : 0] * shape.axis[outer > 1 ? outer - 1 : 0]
               : length;

    /// Calls f(flat index, strided index) for each run, or each such matrix.
    template <int Axis = 0, class F>
    static ESPALIER_INLINE constexpr void each(long offset, F const& f, index_t flat = 0) {
        if constexpr (Axis >= blocks) {
            f(flat, static_cast<index_t>(offset));
        } else {
            constexpr index_t size = [] {
                index_t n = block;
                for (int i = Axis + 1; i < blocks; ++i) n *= shape.axis[i];
                return n;
            }();
            for (index_t i = 0; i < shape.axis[Axis]; ++i)
                each<Axis + 1>(offset + static_cast<long>(i) * Strides::at[Axis], f,
                               flat + i * size);
        }
    }
};
/// Elements that follow one another, to where nothing of them lies.
template <index_t Length, class T>
ESPALIER_INLINE constexpr void copy_run(T const* from, T* to) {
    // in registers, with no question of what lies where
    if (ESPALIER_SIMD && Length > 1 && !std::is_constant_evaluated())
        __builtin_memcpy(to, from, Length * sizeof(T));
    else
        for (index_t i = 0; i < Length; ++i) to[i] = from[i];
}
/// out = the elements of x at those places, ...
template <class Shape, long Offset, class Strides, class T>
constexpr void gather_strided(T const* x, T* out) {
    using runs = strided_runs<Shape, Strides>;
    runs::each(Offset, [&](index_t flat, index_t strided) ESPALIER_INLINE_LAMBDA {
        if constexpr (runs::turned)
            kernel::transposition<T, runs::shape.axis[runs::outer - 1],
                                  runs::shape.axis[runs::outer - 2]>::run(x + strided, out + flat);
        else
            copy_run<runs::length>(x + strided, out + flat);
    });
}
/// ... and the elements of out at those places = x.
template <class Shape, long Offset, class Strides, class T>
constexpr void scatter_strided(T const* x, T* out) {
    using runs = strided_runs<Shape, Strides>;
    runs::each(Offset, [&](index_t flat, index_t strided) ESPALIER_INLINE_LAMBDA {
        if constexpr (runs::turned)
            kernel::transposition<T, runs::shape.axis[runs::outer - 2],
                                  runs::shape.axis[runs::outer - 1]>::run(x + flat, out + strided);
        else
            copy_run<runs::length>(x + flat, out + strided);
    });
}
}  // namespace detail

template <class To, long Offset, long... S>
struct gather_strided_op<To, Offset, strides_list<S...>> : opaque<"strided"> {
    static constexpr bool moves_elements = true;
    static constexpr index_t flops_per_element = 0;
    static constexpr long offset = Offset;
    /// Where it begins, if it is a box of x; else of rank 0.
    template <class X>
    static constexpr extents corner =
        detail::box_corner<To, typename X::shape_type>(Offset, strides_list<S...>::at);
    template <class X>
    static consteval auto result() {
        return detail::array_of<typename X::value_type, To>{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        detail::gather_strided<To, Offset, strides_list<S...>>(x, out);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<
            scatter_strided_op<typename decltype(x)::shape_type, Offset, strides_list<S...>>>(g);
    }
    template <index_t B, unsigned, class, class X>
        requires(To::rank < extents::max_rank && X::shape_type::rank < extents::max_rank)
    static constexpr auto batched(auto x) {
        return apply<gather_strided_op<detail::prepended_t<B, To>, Offset,
                                       strides_list<static_cast<long>(X::shape_type::size), S...>>>(
            x);
    }
};

template <class To, long Offset, long... S, std::uint64_t Fill>
struct scatter_strided_op<To, Offset, strides_list<S...>, Fill> : opaque<"scatter_strided"> {
    static constexpr bool moves_elements = true;
    static constexpr index_t flops_per_element = 0;
    template <class X>
    static consteval auto result() {
        return detail::array_of<typename X::value_type, To>{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        if constexpr (X::shape_type::size < To::size)
            for (index_t i = 0; i < To::size; ++i)
                out[i] = static_cast<T>(std::bit_cast<double>(Fill));
        detail::scatter_strided<typename X::shape_type, Offset, strides_list<S...>>(x, out);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<
            gather_strided_op<typename decltype(x)::shape_type, Offset, strides_list<S...>>>(g);
    }
    template <index_t B, unsigned, class, class X>
        requires(To::rank < extents::max_rank && X::shape_type::rank < extents::max_rank)
    static constexpr auto batched(auto x) {
        return apply<scatter_strided_op<detail::prepended_t<B, To>, Offset,
                                        strides_list<static_cast<long>(To::size), S...>, Fill>>(x);
    }
};

namespace detail {
/// A view as data: the shape it has, and where its elements lie in the operand.
struct strided_view {
    extents to{};
    long offset = 0;
    long stride[extents::max_rank]{};
};
constexpr strided_view whole_view(extents const& e) {
    strided_view v;
    v.to = e;
    for (int i = 0; i < e.rank; ++i) v.stride[i] = stride_of(e, i);
    return v;
}
template <class Rule, std::size_t... I>
strides_list<Rule::view.stride[I]...> strides_of_rule(std::index_sequence<I...>);
template <class Rule>
struct view_shape_rule {
    consteval extents operator()() const { return Rule::view.to; }
};
template <class Rule>
using strides_by = decltype(strides_of_rule<Rule>(
    std::make_index_sequence<static_cast<std::size_t>(Rule::view.to.rank)>{}));
/// The view that `Rule::view` describes, of x.
template <class Rule, expression X>
constexpr auto viewed(X x) {
    return apply<
        gather_strided_op<shape_by<view_shape_rule<Rule>>, Rule::view.offset, strides_by<Rule>>>(x);
}
}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
