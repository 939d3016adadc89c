// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/op/reduce.hpp>

/// The engine's counterpart of broadcasting: a cotangent is summed to the shape of its operand.
namespace espalier::inline ESPALIER_ABI::detail {

/// The last run of side-by-side axes over which `from` (aligned at the last axis) exceeds `to`.
struct axis_run {
    int first = 0, last = 0;
};
constexpr axis_run last_excess_run(extents const& from, extents const& to) {
    auto exceeds = [&](int i) {
        int const j = i - (from.rank - to.rank);
        return from.axis[i] > 1 && (j < 0 || to.axis[j] == 1);
    };
    int last = from.rank;
    while (last > 0 && !exceeds(last - 1)) --last;
    int first = last;
    while (first > 0 && (exceeds(first - 1) || from.axis[first - 1] == 1)) --first;
    return {first, last};
}

template <class Array, expression X>
constexpr auto sum_to_array(X x) {
    using from = typename X::shape_type;
    using to = typename Array::shape_type;
    if constexpr (std::is_same_v<typename X::array_type, Array>) {
        return x;
    } else if constexpr (from::size != to::size && !broadcast(from::value, to::value).fits) {
        return apply<broadcast_op<Array>>(
            number_type<bits_of(0.0)>{});  // the op has said what is wrong
    } else if constexpr (from::size < to::size || std::is_same_v<typename X::value_type, literal>) {
        return apply<broadcast_op<Array>>(x);
    } else if constexpr (from::size == to::size) {
        return reshaped<to>(x);
    } else {
        constexpr axis_run run = last_excess_run(from::value, to::value);
        return sum_to_array<Array>(apply<reduce_op<add_combine, run.first, run.last>>(x));
    }
}

}  // namespace espalier::inline ESPALIER_ABI::detail
