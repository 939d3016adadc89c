// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/op/sum_to.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <int Rank, int... Axis>
consteval unsigned axis_mask() {
    unsigned mask = sizeof...(Axis) == 0 ? (1u << Rank) - 1 : 0;
    ((mask |= 1u << (Axis < 0 ? Axis + Rank : Axis)), ...);
    return mask;
}
template <int Rank, int... Axis>
inline constexpr bool axes_exist = ((Axis >= -Rank && Axis < Rank) && ... && true);

constexpr extents dropped_shape(extents const& e, unsigned mask, bool keep) {
    extents r;
    for (int i = 0; i < e.rank; ++i) {
        if (!((mask >> i) & 1u))
            r.push(e.axis[i]);
        else if (keep)
            r.push(1);
    }
    return r;
}

/// The axes of `from` that have extent 1 in `to`, of the same rank.
constexpr unsigned axes_that_shrink(extents const& from, extents const& to) {
    unsigned mask = 0;
    for (int i = 0; i < from.rank; ++i)
        if (from.axis[i] != to.axis[i]) mask |= 1u << i;
    return mask;
}

template <class Shape, unsigned Mask, bool Keep>
struct dropped_rule {
    consteval extents operator()() const { return dropped_shape(Shape::value, Mask, Keep); }
};

/// Reduces a set of axes, a run of neighbours at a time from the last; all keep extent 1.
template <class Combine, unsigned Mask, expression X>
constexpr auto reduce_axes(X x) {
    if constexpr (Mask == 0) {
        return x;
    } else {
        constexpr int last = 32 - __builtin_clz(Mask);
        constexpr int first = [] {
            int f = last;
            while (f > 0 && ((Mask >> (f - 1)) & 1u)) --f;
            return f;
        }();
        return reduce_axes<Combine, (Mask & ((1u << first) - 1))>(
            apply<reduce_op<Combine, first, last>>(x));
    }
}

template <class Combine, bool Keep, int... Axis, expression X>
constexpr auto reduce(X x) {
    constexpr int rank = X::shape_type::rank;
    static_assert(axes_exist<rank, Axis...>,
                  "espalier: a reduction names an axis that its operand does not have");
    if constexpr (axes_exist<rank, Axis...>) {
        constexpr unsigned mask = axis_mask<rank, Axis...>();
        using to = shape_by<dropped_rule<typename X::shape_type, mask, Keep>>;
        return reshaped<to>(reduce_axes<Combine, mask>(x));
    } else {
        return x;
    }
}

/// An expression whose sum over all elements needs fewer operations than the expression itself.
template <class X>
concept has_cheaper_total = requires { requires X::op_type::has_total; };

template <class Program, class Steps>
struct first_steps;
template <class... Step, std::size_t... I>
struct first_steps<program<Step...>, std::index_sequence<I...>> {
    using type = typename program<at<I, Step...>...>::type;
};
template <class Program, class LastStep>
struct total_of;
template <class Program, class Op, class Array, int... Operand>
struct total_of<Program, step<Op, Array, Operand...>> {
    static constexpr auto make() {
        return Op::total(
            typename first_steps<Program, std::make_index_sequence<
                                              static_cast<std::size_t>(Operand) + 1>>::type{}...);
    }
};

template <bool Keep, int... Axis, expression X>
constexpr auto sum_of(X x) {
    if constexpr (has_cheaper_total<X> && axes_exist<X::shape_type::rank, Axis...>) {
        constexpr unsigned all = (1u << X::shape_type::rank) - 1;
        if constexpr (all != 0 && axis_mask<X::shape_type::rank, Axis...>() == all) {
            using program = typename X::program_type;
            using to = shape_by<dropped_rule<typename X::shape_type, all, Keep>>;
            return reshaped<to>(
                total_of<program, typename program::template step_at<program::size - 1>>::make());
        } else {
            return reduce<add_combine, Keep, Axis...>(x);
        }
    } else {
        return reduce<add_combine, Keep, Axis...>(x);
    }
}

}  // namespace detail

namespace adl {
/// The sum over all axes, or over those given: `sum<1>(x)`; negative axes count from the end.
template <int... Axis, expression X>
constexpr auto sum(X x) {
    return detail::sum_of<false, Axis...>(x);
}
template <int... Axis, expression X>
constexpr auto sum(X x, keep_dims_t) {
    return detail::sum_of<true, Axis...>(x);
}
template <expression X>
constexpr auto sum(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::sum;

}  // namespace espalier::inline ESPALIER_ABI
