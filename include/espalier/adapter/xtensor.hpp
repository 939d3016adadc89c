// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

// The one place that knows where xtensor keeps its headers (0.26 moved them into folders).
#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xarray.hpp>
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/views/xstrided_view.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xstrided_view.hpp>
#include <xtensor/xtensor.hpp>
#endif

#include <espalier/eval/bind.hpp>

/// xtensor as the face towards users' data: views of tensors, assignment, bindings.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class E>
concept xtensor_expression = requires(E const& e) {
    e.dimension();
    e.shape();
    typename E::value_type;
    typename E::shape_type;
};

template <class Shape>
struct xtensor_shape;
template <index_t... D>
struct xtensor_shape<shape<D...>> {
    using type = xt::xshape<D...>;
};

/// The number of axes of an xtensor expression, -1 where it is known at run time only.
template <class E>
consteval int rank_of_xtensor() {
    if constexpr (requires { std::tuple_size<typename E::shape_type>::value; })
        return static_cast<int>(std::tuple_size<typename E::shape_type>::value);
    else
        return -1;
}

template <class E>
constexpr bool has_extents(E const& e, extents const& wanted, int skip) {
    if (static_cast<int>(e.dimension()) != wanted.rank + skip) return false;
    for (int i = 0; i < wanted.rank; ++i)
        if (static_cast<index_t>(e.shape(static_cast<std::size_t>(i + skip))) != wanted.axis[i])
            return false;
    return true;
}

/// For messages: the axes beyond the most that a shape has are left out.
template <class E>
constexpr extents extents_of(E const& e) {
    extents all;
    for (std::size_t i = 0; i < e.dimension() && all.rank < extents::max_rank; ++i)
        all.push(static_cast<index_t>(e.shape(i)));
    return all;
}

/// Elements of any xtensor container, view or expression, in row-major order.
template <class E>
    requires xtensor_expression<E>
struct array_traits<E> {
    static constexpr bool known = true;
    using value_type = std::remove_cv_t<typename E::value_type>;
    using shape_type = void;
    static constexpr int rank = rank_of_xtensor<E>();

    static index_t size(E const& e) { return e.size(); }
    static value_type element(E const& e, index_t i) {
        return *(e.template begin<xt::layout_type::row_major>() + static_cast<std::ptrdiff_t>(i));
    }
    static value_type const* data(E const& e)
        requires(requires { e.data(); } && E::static_layout == xt::layout_type::row_major)
    {
        return e.data() + e.data_offset();
    }
    template <class Leaf, bool Batch>
    static bool has_axes(E const& e) {
        return static_cast<int>(e.dimension()) == Leaf::shape_type::rank + (Batch ? 1 : 0);
    }
    /// Whether it is an array of this shape, several of them, or a row of numbers.
    template <class Shape>
    static bool has_axes_of(E const& e) {
        return e.dimension() == 1 || has_extents(e, Shape::value, 0) ||
               has_extents(e, Shape::value, 1);
    }
    static extents extents_of(E const& e) { return detail::extents_of(e); }
    template <class Leaf, bool Batch>
    static void check_extents(E const& e) {
        if (!has_extents(e, Leaf::shape_type::value, Batch ? 1 : 0) || e.size() == 0)
            raise(shape_error(Leaf::name.view(),
                              Batch ? "takes a batch of samples, each of the shape"
                                    : "takes an array of the shape",
                              Leaf::shape_type::value, extents_of(e)));
    }
};

template <class E>
inline constexpr bool is_xtensor_container = false;
template <class Storage, std::size_t N, xt::layout_type L, class Tag>
inline constexpr bool is_xtensor_container<xt::xtensor_container<Storage, N, L, Tag>> = true;
template <class Storage, xt::layout_type L, class Shape, class Tag>
inline constexpr bool is_xtensor_container<xt::xarray_container<Storage, L, Shape, Tag>> = true;

template <class Layout, class Shape, class Pointer>
auto adapted(Pointer elements) {
    using to = typename xtensor_shape<Shape>::type;
    if constexpr (std::is_same_v<Layout, row_major>)
        return xt::adapt(elements, to{});
    else
        return xt::adapt<xt::layout_type::column_major>(elements, to{});
}

}  // namespace detail

/// A view of a tensor as an xtensor expression of static shape; no copy. Indices are logical,
/// whatever the storage order.
template <class T, class Shape, class Layout>
auto view(basic_tensor<T, Shape, Layout>& t) {
    return detail::adapted<Layout, Shape>(t.data());
}
template <class T, class Shape, class Layout>
auto view(basic_tensor<T, Shape, Layout> const& t) {
    return detail::adapted<Layout, Shape>(t.data());
}

/// A tensor takes over the elements of an xtensor expression of its own shape.
template <class T, class Shape, class Layout, detail::xtensor_expression E>
void assign_elements(basic_tensor<T, Shape, Layout>& t, E const& e) {
    if (!detail::has_extents(e, Shape::value, 0))
        detail::raise(shape_error("", "is assigned from an array of another shape:", Shape::value,
                                  detail::extents_of(e)));
    auto from = e.template begin<xt::layout_type::row_major>();
    for (index_t i = 0; i < Shape::size; ++i, ++from) t.flat(i) = static_cast<T>(*from);
}

/// `xt::xtensor<float, 2> a = vars[fc.weight];` copies; so does `xt::xarray<float>`.
template <class T, class Shape, class Layout, class To>
    requires detail::is_xtensor_container<To>
void copy_elements(basic_tensor<T, Shape, Layout> const& t, To& to) {
    to = view(t);
}

}  // namespace espalier::inline ESPALIER_ABI
