// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <array>
#include <span>

#include <espalier/core/error.hpp>
#include <espalier/core/keyword.hpp>
#include <espalier/core/tensor.hpp>

/// How the elements of a caller's values are read: numbers, tensors, arrays, ranges.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// How the elements of a value are read. Known kinds: numbers, tensors, nested arrays, contiguous
/// ranges; an adapter adds others. `shape_type` is void where the extents are known at run time.
template <class V>
struct array_traits {
    static constexpr bool known = false;
};
template <class V>
    requires std::is_arithmetic_v<V>
struct array_traits<V> {
    static constexpr bool known = true;
    using value_type = V;
    using shape_type = shape<>;
    static constexpr index_t size(V const&) { return 1; }
    static constexpr V element(V const& v, index_t) { return v; }
    static constexpr V const* data(V const& v) { return &v; }
};
template <class T, class S, class L>
struct array_traits<basic_tensor<T, S, L>> {
    static constexpr bool known = true;
    using value_type = T;
    using shape_type = S;
    static constexpr index_t size(basic_tensor<T, S, L> const&) { return S::size; }
    static constexpr T element(basic_tensor<T, S, L> const& v, index_t i) { return v.flat(i); }
    static constexpr T const* data(basic_tensor<T, S, L> const& v)
        requires std::is_same_v<L, row_major>
    {
        return v.data();
    }
};

template <class T, std::size_t N>
struct array_traits<values<T, N>> {
    static constexpr bool known = true;
    using value_type = T;
    using shape_type = shape<N>;
    static constexpr index_t size(values<T, N> const&) { return N; }
    static constexpr T element(values<T, N> const& v, index_t i) { return v.value[i]; }
    static constexpr T const* data(values<T, N> const& v) { return v.value; }
};

/// Whether a value's numbers lie side by side in row-major order, ...
template <class Traits, class V>
inline constexpr bool lies_in_a_row =
    requires(V const& v) { Traits::data(v); } || requires(V const& v) { Traits::first_of_all(v); };
/// ... and the first of them, for a call at run time: no constant expression walks from one array
/// to the next.
template <class Traits, class V>
auto const* first_in_row(V const& v) {
    if constexpr (requires { Traits::data(v); })
        return Traits::data(v);
    else
        return Traits::first_of_all(v);
}

/// Whether a value can be an element of an array: its extents are static.
template <class V>
concept array_element =
    array_traits<V>::known && !std::is_void_v<typename array_traits<V>::shape_type>;

/// Anything with data() and size(), or a C array; its elements may be arrays themselves.
template <class V, class Element, class Shape>
struct sequence_traits {
    static constexpr bool known = true;
    using inner = array_traits<Element>;
    using value_type = typename inner::value_type;
    using shape_type = Shape;
    using element_shape = typename inner::shape_type;
    static constexpr index_t inner_size = element_shape::size;

    static constexpr index_t size(V const& v) {
        if constexpr (std::is_array_v<V>)
            return std::extent_v<V> * inner_size;
        else
            return v.size() * inner_size;
    }
    static constexpr auto const& at(V const& v, index_t i) {
        if constexpr (std::is_array_v<V>)
            return v[i];
        else
            return v.data()[i];
    }
    static constexpr value_type element(V const& v, index_t i) {
        return inner::element(at(v, i / inner_size), i % inner_size);
    }
    static constexpr value_type const* data(V const& v)
        requires(element_shape::rank == 0)
    {
        return &at(v, 0);
    }
    static value_type const* first_of_all(V const& v)
        requires(element_shape::rank > 0 && lies_in_a_row<inner, Element> &&
                 sizeof(Element) == inner_size * sizeof(value_type))
    {
        return first_in_row<inner>(at(v, 0));
    }
};
template <std::size_t N, class Element>
using shape_of_elements = prepended_t<N, typename array_traits<Element>::shape_type>;
template <array_element T, std::size_t N>
struct array_traits<T[N]> : sequence_traits<T[N], T, shape_of_elements<N, T>> {};
template <array_element T, std::size_t N>
struct array_traits<std::array<T, N>>
    : sequence_traits<std::array<T, N>, T, shape_of_elements<N, T>> {};

template <class V>
using range_element = std::remove_cvref_t<decltype(*std::declval<V const&>().data())>;
template <class V>
    requires(
        array_element<range_element<V>> && requires(V const& v) { v.size(); } &&
        !requires(V const& v) { v.dimension(); })
struct array_traits<V> : sequence_traits<V, range_element<V>, void> {};
template <class T, std::size_t N>
    requires(N != std::dynamic_extent && array_element<std::remove_const_t<T>>)
struct array_traits<std::span<T, N>>
    : sequence_traits<std::span<T, N>, std::remove_const_t<T>,
                      shape_of_elements<N, std::remove_const_t<T>>> {};

/// What a value's static extents are to those of one array of a given shape.
enum class fit { none, one, batch, flat };
/// ... where the whole shape is known, ...
constexpr fit fit_of(extents const& given, extents const& wanted) {
    if (given == wanted) return fit::one;
    if (given.rank == wanted.rank + 1 && given.without(0) == wanted) return fit::batch;
    return given.rank == 1 ? fit::flat : fit::none;
}
/// ... and where only that of the elements of a range is.
constexpr fit fit_of_range(extents const& element, extents const& wanted) {
    if (element.rank == 0) return fit::flat;
    if (element == wanted) return fit::batch;
    return wanted.rank > 0 && element == wanted.without(0) ? fit::one : fit::none;
}

/// Whether the number of axes is known at run time only.
template <class Traits>
inline constexpr bool has_open_rank = false;
template <class Traits>
    requires requires { Traits::rank; }
inline constexpr bool has_open_rank<Traits> = Traits::rank < 0;

template <class V>
concept plain_array = array_traits<V>::known && !std::is_arithmetic_v<V> &&
                      (!std::is_void_v<typename array_traits<V>::shape_type> ||
                       requires { typename array_traits<V>::element_shape; });

}  // namespace detail

/// A tensor takes over the elements of an array, span or vector of its own shape, or of as many
/// numbers in a row.
template <class T, class Shape, class Layout, detail::plain_array V>
constexpr void assign_elements(basic_tensor<T, Shape, Layout>& t, V const& from) {
    using traits = detail::array_traits<V>;
    using given = typename traits::shape_type;
    if constexpr (!std::is_void_v<given>)
        static_assert(
            std::is_same_v<given, Shape> || (given::rank == 1 && given::size == Shape::size),
            "espalier: a tensor is assigned from an array of another shape");
    else
        static_assert(
            detail::fit_of_range(traits::element_shape::value, Shape::value) == detail::fit::flat ||
                detail::fit_of_range(traits::element_shape::value, Shape::value) ==
                    detail::fit::one,
            "espalier: a tensor is assigned from a range of arrays of another shape");
    if (traits::size(from) != Shape::size)
        detail::raise(shape_error("", "is assigned from an array of another size; elements:",
                                  Shape::size, traits::size(from)));
    for (index_t i = 0; i < Shape::size; ++i) t.flat(i) = static_cast<T>(traits::element(from, i));
}

}  // namespace espalier::inline ESPALIER_ABI
