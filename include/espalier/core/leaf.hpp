// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include <espalier/core/name.hpp>
#include <espalier/core/shape.hpp>

namespace espalier::inline ESPALIER_ABI {

/// What a leaf is: data of a call, trained, or kept beside what is trained.
enum class leaf_kind : unsigned char { input, parameter, buffer };

/// How a layer initializes a parameter by default: uniform in [-1/sqrt(Fan), 1/sqrt(Fan)], ...
template <index_t Fan>
struct starts_uniform {};
/// ... uniform by Glorot's rule, ...
struct starts_xavier {};
/// ... normal with mean 0 and variance 1, ...
struct starts_normal {};
/// ... or constant. A parameter of no layer starts uniform by its own fan.
struct starts_zero {};
struct starts_one {};
struct starts_by_shape {};

namespace detail {
/// Base of all leaves: what is asked of every op must not deduce a name, for which compilers resolve
/// an overload each time.
struct leaf_base {};
template <class Op>
inline constexpr bool is_leaf_type = __is_base_of(leaf_base, Op);
/// What a leaf can hold.
template <leaf_kind, class T>
inline constexpr bool leaf_element = false;
template <leaf_kind Kind>
inline constexpr bool leaf_element<Kind, float> = true;
template <leaf_kind Kind>
inline constexpr bool leaf_element<Kind, double> = true;
template <>
inline constexpr bool leaf_element<leaf_kind::input, std::int32_t> = true;
}  // namespace detail

/// A leaf as a type: what it is called, what it holds, whether it is trained. Its identity is all
/// but `Start`. `T` is float or double, or std::int32_t for an input of indices.
template <leaf_kind Kind, fixed_string Name, class Shape, class T, bool Frozen = false,
          class Start = starts_by_shape>
struct leaf : detail::leaf_base {
    using start = Start;
    static constexpr leaf_kind kind = Kind;
    static constexpr auto name = Name;
    static constexpr bool frozen = Frozen;
    using shape_type = Shape;
    using value_type = T;
    static_assert(detail::leaf_element<Kind, T>,
                  "espalier: the elements of a leaf are float or double, or std::int32_t for an "
                  "input of class indices or token ids");
};

/// What a predicate sees of a leaf: `parameters_where([](auto p) { return p.rank == 1; })`.
struct leaf_info {
    std::string_view name;
    int rank = 0;
    espalier::extents extents{};
    index_t size = 0;
};

/// `leaf_info` of a leaf.
template <class Leaf>
inline constexpr leaf_info info_of{Leaf::name.view(), Leaf::shape_type::rank,
                                   Leaf::shape_type::value, Leaf::shape_type::size};

/// A list of types, for lists of leaves.
template <class... T>
struct list {
    static constexpr std::size_t size = sizeof...(T);
};

namespace detail {
/// The seed of a call's random draws, bound by `es::rng = n` or by a trainer's counter.
using rng_leaf = leaf<leaf_kind::input, "es::rng", shape<>, std::int32_t>;
}  // namespace detail

}  // namespace espalier::inline ESPALIER_ABI
