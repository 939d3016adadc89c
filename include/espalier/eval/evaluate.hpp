// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/parallel.hpp>

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
    detail::sort_arguments<detail::call_of<"espalier::evaluate">>(
        [&](auto const& variables, auto const&... binding) {
            using runner = detail::batch_runner<detail::program_of<E>, list<>, true, plan>;
            detail::run_batch<runner>(outputs, variables, binding...);
        },
        detail::no_variables{}, argument...);
    return detail::plain_result<T, typename E::shape_type>(result);
}

namespace detail {

template <class Expression, class Out>
struct out_does_not_fit {
    static_assert(
        never_type<Out>,
        "espalier::evaluate_into(e, out, ...): 'out' must be a tensor, array, span or vector "
        "of the expression's element type and shape, or of that for each sample, or of as many "
        "numbers in a row; what is no tensor of the library stores its rows one after the other");
};

template <class V>
constexpr auto* first_element(V& out) {
    if constexpr (std::is_arithmetic_v<std::remove_const_t<V>>)
        return &out;
    else if constexpr (std::is_array_v<V>)
        return first_element(out[0]);
    else if constexpr (requires { out.data_offset(); })
        return out.data() + out.data_offset();
    else if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(*out.data())>>)
        return out.data();
    else
        return first_element(*out.data());
}

/// Whether `Out` has room for results of this shape; extents may be known at run time.
template <class Out, class Shape>
consteval bool has_room() {
    using traits = array_traits<std::remove_const_t<Out>>;
    constexpr extents wanted = Shape::value;
    if constexpr (!std::is_void_v<typename traits::shape_type>)
        return fit_of(traits::shape_type::value, wanted) != fit::none &&
               traits::shape_type::size % wanted.size() == 0;
    else if constexpr (requires { typename traits::element_shape; })
        return fit_of_range(traits::element_shape::value, wanted) != fit::none;
    else
        return has_open_rank<traits> || traits::rank == 1 || traits::rank == wanted.rank ||
               traits::rank == wanted.rank + 1;
}
/// Whether results can be written to `Out`: where it lies, or through its indices if it is a
/// tensor of another storage order.
template <class Out, class T, class Shape>
consteval bool can_take() {
    using plain = std::remove_const_t<Out>;
    if constexpr (!array_traits<plain>::known)
        return false;
    else if constexpr (!is_tensor<plain> && !lies_in_a_row<array_traits<plain>, plain>)
        return false;
    else
        return std::is_same_v<decltype(first_element(std::declval<Out&>())), T*> &&
               has_room<Out, Shape>();
}

/// Calls `write(to)` with the first of `out`'s elements, which are by rows.
template <class T, class Out, class Write>
constexpr void write_rows(Out& out, Write const& write) {
    if constexpr (lies_in_a_row<array_traits<Out>, Out>) {
        write(static_cast<T*>(first_element(out)));
    } else {
        tensor_of<T, typename Out::shape_type> rows{};
        write(rows.data());
        out = rows;
    }
}

}  // namespace detail

/// The value of an expression, written into a caller's tensor, array, span or vector of its shape,
/// or of as many numbers in a row. Over a
/// run-time batch a tensor result goes there sample by sample; so does a scalar one where there is
/// room for one number a sample, and its mean where there is room for one.
template <expression E, class Out, class... Argument>
constexpr void evaluate_into(E, Out&& out, Argument const&... argument) {
    using graph = detail::flat_of<E>;
    using plan = detail::planned<graph, graph::result>;
    using T = detail::real_of<typename E::value_type>;
    using shape = typename E::shape_type;
    using plain = std::remove_reference_t<Out>;
    if constexpr (!detail::can_take<plain, T, shape>()) {
        static_assert(sizeof(detail::out_does_not_fit<E, plain>) > 0);
    } else {
        detail::sort_arguments<detail::call_of<"espalier::evaluate_into">>(
            [&](auto const& variables, auto const&... binding) {
                using inputs = detail::inputs_of_graph<graph>;
                using check =
                    detail::check_inputs<inputs, detail::bound_leaves<decltype(binding)...>>;
                auto const run = [&](auto const&... fit) {
                    using traits = detail::array_traits<plain>;
                    constexpr index_t size = shape::size;
                    index_t const room = traits::size(out);
                    index_t const samples = detail::samples_of(fit...);
                    constexpr bool batch =
                        (std::remove_cvref_t<decltype(fit)>::is_batch || ... || false);
                    bool const mean = batch && shape::rank == 0 && room == 1;
                    if (!mean && room != samples * size)
                        detail::raise(
                            shape_error("espalier::evaluate_into: 'out' needs room for % "
                                        "elements, got %",
                                        samples * size, room));
                    if constexpr (requires { traits::template has_axes_of<shape>(out); })
                        if (!mean && !traits::template has_axes_of<shape>(out))
                            detail::raise(shape_error("",
                                                      "of evaluate_into takes results of the shape",
                                                      shape::value, traits::extents_of(out)));
                    detail::write_rows<T>(out, [&](T* to) {
                        if (mean) {
                            T* const outputs[]{to};
                            using runner =
                                detail::batch_runner<detail::program_of<E>, list<>, true, plan>;
                            detail::run_batch<runner>(outputs, variables, fit...);
                        } else {
                            detail::run_each_batch<detail::program_of<E>, plan>(to, variables,
                                                                                fit...);
                        }
                    });
                };
                if constexpr (!check::ok)
                    static_assert(sizeof(typename check::error) > 0);
                else
                    run(detail::fitted<inputs>(binding)...);
            },
            detail::no_variables{}, argument...);
    }
}

}  // namespace espalier::inline ESPALIER_ABI
