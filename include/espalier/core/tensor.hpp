// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>

#include <espalier/core/shape.hpp>

namespace espalier::inline ESPALIER_ABI {

/// The storage order of C: the last index runs fastest, no padding.
struct row_major {
    static constexpr index_t storage(extents const& e) { return e.size(); }
    static constexpr index_t offset(extents const&, index_t logical) { return logical; }
};

/// A matrix stored by columns: for weights whose products need no horizontal sums that way.
struct column_major {
    static constexpr index_t storage(extents const& e) { return e.size(); }
    static constexpr index_t offset(extents const& e, index_t logical) {
        return logical % e.axis[1] * e.axis[0] + logical / e.axis[1];
    }
};

template <class T, class Shape, class Layout>
struct basic_tensor;

namespace detail {

template <class Shape>
constexpr index_t flat_index(index_t const (&at)[Shape::rank ? Shape::rank : 1]) {
    index_t flat = 0;
    for (int i = 0; i < Shape::rank; ++i) flat = flat * Shape::value.axis[i] + at[i];
    return flat;
}

/// The array that braces within braces are: `T[2][3]` for a `shape<2, 3>`.
template <class T, class Shape>
struct nested_array {
    using type = T;
};
template <class T, index_t First, index_t... Rest>
struct nested_array<T, shape<First, Rest...>> {
    using type = typename nested_array<T, shape<Rest...>>::type[First];
};
template <class T>
constexpr T const& element_of_nested(T const& number, index_t) {
    return number;
}
template <class Row, std::size_t N>
constexpr auto const& element_of_nested(Row const (&rows)[N], index_t i) {
    constexpr index_t size = sizeof(Row) / sizeof(std::remove_all_extents_t<Row>);
    return element_of_nested(rows[i / size], i % size);
}

/// Walks the elements in logical order whatever the storage order.
template <class Tensor>
struct element_iterator {
    using iterator_category = std::random_access_iterator_tag;
    using value_type = typename std::remove_const_t<Tensor>::value_type;
    using difference_type = std::ptrdiff_t;
    using reference = std::conditional_t<std::is_const_v<Tensor>, value_type const&, value_type&>;
    using pointer = std::remove_reference_t<reference>*;

    Tensor* tensor = nullptr;
    difference_type at = 0;

    constexpr reference operator*() const { return tensor->flat(static_cast<index_t>(at)); }
    constexpr pointer operator->() const { return &**this; }
    constexpr reference operator[](difference_type n) const { return *(*this + n); }
    constexpr element_iterator& operator+=(difference_type n) { return at += n, *this; }
    constexpr element_iterator& operator-=(difference_type n) { return at -= n, *this; }
    constexpr element_iterator& operator++() { return ++at, *this; }
    constexpr element_iterator& operator--() { return --at, *this; }
    constexpr element_iterator operator++(int) { return {tensor, at++}; }
    constexpr element_iterator operator--(int) { return {tensor, at--}; }
    friend constexpr element_iterator operator+(element_iterator i, difference_type n) {
        return i += n;
    }
    friend constexpr element_iterator operator+(difference_type n, element_iterator i) {
        return i += n;
    }
    friend constexpr element_iterator operator-(element_iterator i, difference_type n) {
        return i -= n;
    }
    friend constexpr difference_type operator-(element_iterator a, element_iterator b) {
        return a.at - b.at;
    }
    friend constexpr bool operator==(element_iterator a, element_iterator b) {
        return a.at == b.at;
    }
    friend constexpr auto operator<=>(element_iterator a, element_iterator b) {
        return a.at <=> b.at;
    }
};

template <class Shape>
inline constexpr std::size_t tensor_alignment =
    Shape::size * 4 >= ESPALIER_ALIGNMENT ? ESPALIER_ALIGNMENT : 1;

}  // namespace detail

/// An aligned array of static shape. Indices are logical; the storage order is `Layout`'s affair.
/// An aggregate: `es::tensor<float, 2, 2> a{1, 2, 3, 4}` lists the stored elements.
template <class T, class Shape, class Layout>
struct basic_tensor {
    using value_type = T;
    using shape_type = Shape;
    using layout_type = Layout;
    static constexpr int rank = Shape::rank;
    static constexpr index_t stored = Layout::storage(Shape::value);

    alignas(T) alignas(detail::tensor_alignment<Shape>) T elements[stored];

    /// Number of logical elements.
    static constexpr index_t size() { return Shape::size; }
    static constexpr index_t extent(int axis) { return Shape::value.axis[axis]; }
    constexpr T* data() { return elements; }
    constexpr T const* data() const { return elements; }

    template <std::convertible_to<index_t>... I>
        requires(sizeof...(I) == Shape::rank)
    constexpr T& operator()(I... i) {
        return flat(detail::flat_index<Shape>({static_cast<index_t>(i)...}));
    }
    template <std::convertible_to<index_t>... I>
        requires(sizeof...(I) == Shape::rank)
    constexpr T const& operator()(I... i) const {
        return flat(detail::flat_index<Shape>({static_cast<index_t>(i)...}));
    }
    /// The element at a position in logical row-major order.
    constexpr T& flat(index_t i) { return elements[Layout::offset(Shape::value, i)]; }
    constexpr T const& flat(index_t i) const { return elements[Layout::offset(Shape::value, i)]; }
    constexpr T& operator[](index_t i) { return flat(i); }
    constexpr T const& operator[](index_t i) const { return flat(i); }

    constexpr auto begin() { return iterate(*this, 0); }
    constexpr auto end() { return iterate(*this, Shape::size); }
    constexpr auto begin() const { return iterate(*this, 0); }
    constexpr auto end() const { return iterate(*this, Shape::size); }

    constexpr void fill(T number) {
        for (index_t i = 0; i < Shape::size; ++i) flat(i) = number;
    }
    /// Takes over the elements of a tensor of another storage order.
    template <class Other>
    constexpr basic_tensor& operator=(basic_tensor<T, Shape, Other> const& other) {
        for (index_t i = 0; i < Shape::size; ++i) flat(i) = other.flat(i);
        return *this;
    }
    template <class Other>
        requires(!std::is_same_v<Other, Layout>)
    constexpr operator basic_tensor<T, Shape, Other>() const {
        basic_tensor<T, Shape, Other> copy{};
        for (index_t i = 0; i < Shape::size; ++i) copy.flat(i) = flat(i);
        return copy;
    }
    /// Takes over the elements of another kind of array, where an adapter says how.
    template <class Other>
        requires requires(basic_tensor& self, Other const& other) { assign_elements(self, other); }
    constexpr basic_tensor& operator=(Other const& other) {
        assign_elements(*this, other);
        return *this;
    }
    /// Becomes another kind of array, where an adapter says how.
    template <class To>
        requires requires(basic_tensor const& self, To& to) { copy_elements(self, to); }
    operator To() const {
        To to;
        copy_elements(*this, to);
        return to;
    }
    /// Braces give the elements in logical order, flat or nested: `w = {{1, 2}, {3, 4}}`.
    constexpr basic_tensor& operator=(T const (&numbers)[Shape::size])
        requires(Shape::rank > 0)
    {
        for (index_t i = 0; i < Shape::size; ++i) flat(i) = numbers[i];
        return *this;
    }
    template <class S = Shape>
        requires(S::rank > 1)
    constexpr basic_tensor& operator=(typename detail::nested_array<T, S>::type const& rows) {
        for (index_t i = 0; i < Shape::size; ++i) flat(i) = detail::element_of_nested(rows, i);
        return *this;
    }
    /// A scalar tensor is its number.
    constexpr operator T const&() const
        requires(Shape::rank == 0)
    {
        return elements[0];
    }
    constexpr basic_tensor& operator=(T number)
        requires(Shape::rank == 0)
    {
        elements[0] = number;
        return *this;
    }
    template <class Other>
    friend constexpr bool operator==(basic_tensor const& a,
                                     basic_tensor<T, Shape, Other> const& b) {
        for (index_t i = 0; i < Shape::size; ++i)
            if (!(a.flat(i) == b.flat(i))) return false;
        return true;
    }

private:
    template <class Self>
    static constexpr auto iterate(Self& self, index_t at) {
        if constexpr (std::is_same_v<Layout, row_major>)
            return self.elements + at;
        else
            return detail::element_iterator<Self>{&self, static_cast<std::ptrdiff_t>(at)};
    }
};

/// `es::tensor<float, 20, 10>`: 20 x 10 floats in row-major order.
template <class T, index_t... D>
using tensor = basic_tensor<T, shape<D...>, row_major>;

namespace detail {
template <class T, class Shape>
using tensor_of = basic_tensor<T, Shape, row_major>;
template <class>
inline constexpr bool is_tensor = false;
template <class T, class Shape, class Layout>
inline constexpr bool is_tensor<basic_tensor<T, Shape, Layout>> = true;
}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
