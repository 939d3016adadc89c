// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// The element type of results; a program of numbers alone is computed in double.
template <class T>
using real_of = std::conditional_t<std::is_same_v<T, literal>, double, T>;

/// A scalar result is a plain number.
template <class T, class Shape>
using result_of_call = std::conditional_t<Shape::rank == 0, T, tensor_of<T, Shape>>;

template <class T, class Shape>
constexpr result_of_call<T, Shape> plain_result(tensor_of<T, Shape> const& t) {
    if constexpr (Shape::rank == 0)
        return t.elements[0];
    else
        return t;
}

struct no_cotangent {
    static constexpr fixed_string name = "es::cotangent";
};

}  // namespace detail

/// The value of an expression: a number if it is a scalar, else a tensor.
/// `es::evaluate(loss, vars, x = xs, t = ts)`. Over a run-time batch: the mean over the samples.
template <expression E, class... Argument>
constexpr auto evaluate(E, Argument const&... argument) {
    using graph = detail::flat_of<E>;
    using plan = detail::planned<graph, graph::result>;
    using T = detail::real_of<typename E::value_type>;
    detail::tensor_of<T, typename E::shape_type> result{};
    T* const outputs[]{result.data()};
    detail::sort_arguments<detail::no_cotangent>(
        [&](auto const& variables, auto const&... binding) {
            detail::run_bound<plan>(outputs, variables, binding...);
        },
        detail::no_variables{}, argument...);
    return detail::plain_result<T, typename E::shape_type>(result);
}

/// The value of an expression, written into a caller's tensor.
template <expression E, class... Argument>
constexpr void evaluate_into(E, detail::tensor_of<typename E::value_type, typename E::shape_type>& out,
                             Argument const&... argument) {
    using graph = detail::flat_of<E>;
    using plan = detail::planned<graph, graph::result>;
    typename E::value_type* const outputs[]{out.data()};
    detail::sort_arguments<detail::no_cotangent>(
        [&](auto const& variables, auto const&... binding) {
            detail::run_bound<plan>(outputs, variables, binding...);
        },
        detail::no_variables{}, argument...);
}

}  // namespace espalier::inline ESPALIER_ABI
