// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>
#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// Elements seen as Outer x N x Inner; the middle axis is reduced.
struct reduction_block {
    index_t outer = 1, n = 1, inner = 1;
};
constexpr reduction_block block_of(extents const& e, int first, int last) {
    reduction_block b;
    for (int i = 0; i < e.rank; ++i) (i < first ? b.outer : i < last ? b.n : b.inner) *= e.axis[i];
    return b;
}

template <class Shape, int First, int Last>
struct reduced_rule {
    consteval extents operator()() const {
        extents reduced = Shape::value;
        for (int i = First; i < Last; ++i) reduced.axis[i] = 1;
        return reduced;
    }
};

}  // namespace detail

struct add_combine;

namespace detail {
template <class Array>
struct axes_are_template_arguments {
    static_assert(never_type<Array>,
                  "espalier: axes are template arguments: sum<0>(x), softmax<1>(x)");
};
/// Of a call with an axis as a function argument: says so, and gives the operand.
template <expression X>
constexpr X reject_axis_argument(X x) {
    static_assert(sizeof(axes_are_template_arguments<typename X::array_type>) > 0);
    return x;
}
}  // namespace detail

/// Reduces the axes [First, Last) of x, which lie side by side, by `Combine`: an associative
/// `combine(a, b)` with an `identity`. The axes keep extent 1; the face drops them.
template <class Combine, int First, int Last>
struct reduce_op : op_base {
    static constexpr auto name = Combine::name;
    static constexpr op_kind kind = op_kind::reduction;
    using combine = Combine;
    template <class X>
    static constexpr auto block = detail::block_of(X::shape_type::value, First, Last);

    template <class X>
    static consteval auto result() {
        return detail::array_of<
            typename X::value_type,
            detail::shape_by<detail::reduced_rule<typename X::shape_type, First, Last>>>{};
    }
    template <class Out, class X>
    static consteval index_t flops() {
        return X::shape_type::size;
    }
    static constexpr bool makes_sums = !ESPALIER_SIMD && std::is_same_v<Combine, add_combine>;
    template <class Out, class X>
    static constexpr index_t sum_columns = block<X>.inner;
    template <class Out, class X, class Start, class Put, class T>
    static ESPALIER_INLINE constexpr void each_sum(Start const& start, Put const& put, T const* x) {
        constexpr auto of = block<X>;
        for (index_t o = 0; o < of.outer; ++o, x += of.n * of.inner)
            for (index_t i = 0; i < of.inner; ++i) {
                kernel::position const p{o * of.inner + i, o, i};
                T total = start(p);
                for (index_t k = 0; k < of.n; ++k) total += x[k * of.inner + i];
                put(p, total);
            }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto x) {
        if constexpr (requires { Combine::template adjoint<First, Last>(g, y, x); })
            return Combine::template adjoint<First, Last>(g, y, x);
        else
            return Combine::adjoint(g, y, x);
    }
    template <index_t, unsigned, class...>
    static constexpr auto batched(auto x) {
        return apply<reduce_op<Combine, First + 1, Last + 1>>(x);
    }
};

struct add_combine {
    static constexpr auto name = fixed_string("sum");
    static constexpr double identity = 0;
    template <class V>
    static constexpr V combine(V a, V b) {
        return a + b;
    }
    static constexpr auto adjoint(auto g, auto, auto x) {
        return apply<broadcast_op<typename decltype(x)::array_type>>(g);
    }
};

}  // namespace espalier::inline ESPALIER_ABI
