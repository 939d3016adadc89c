// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/bind.hpp>
#include <espalier/eval/wrt.hpp>

/// Tangents: the directions of `jvp` and `hvp`, bound like inputs: `es::tangent(x) = dx`.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// Marks a leaf as the tangent of `Leaf`.
template <class Leaf>
struct starts_as_tangent {};

template <class Leaf>
using tangent_leaf =
    leaf<leaf_kind::input, join("es::tangent(", Leaf::name, ")"), typename Leaf::shape_type,
         typename Leaf::value_type, false, starts_as_tangent<Leaf>>;

template <class Argument>
struct tangent_item {
    using type = list<>;
};
template <class Bound>
struct leaf_of_tangent {
    using type = list<>;
};
template <fixed_string Name, class S, class T, class Leaf>
struct leaf_of_tangent<leaf<leaf_kind::input, Name, S, T, false, starts_as_tangent<Leaf>>> {
    using type = list<leaf_expression<Leaf>>;
};
template <class Bound, class Held, bool Batch, bool Open>
struct tangent_item<binding<Bound, Held, Batch, Open>> : leaf_of_tangent<Bound> {};
template <class Bound>
struct tangent_item<failed_binding<Bound>> : leaf_of_tangent<Bound> {};

template <class List>
struct wrt_of_list;
template <class... Item>
struct wrt_of_list<list<Item...>> {
    using type = wrt_t<Item...>;
};
/// The leaves whose tangents are among the arguments, as a `wrt`.
template <class... Argument>
using tangents_among =
    typename wrt_of_list<concat_lists_t<typename tangent_item<Argument>::type...>>::type;

template <class Target>
struct tangent_of_target;
template <class Leaf>
struct tangent_of_target<leaf_target<Leaf>> {
    using type = tangent_leaf<Leaf>;
};

template <class Expression>
struct only_leaves_have_tangents {
    static_assert(never_type<Expression>,
                  "espalier::tangent(x): 'x' must be an input or a parameter");
};
template <class Expression>
struct no_tangent_given {
    static_assert(never_type<Expression>,
                  "espalier: a direction is missing; add 'es::tangent(x) = dx'");
};

}  // namespace detail

namespace detail {
/// What `tangent` of anything else gives.
template <class E>
struct no_tangent {
    template <class V>
    constexpr only_leaves_have_tangents<E>* operator=(V&&) const {
        return nullptr;
    }
};
template <class Argument>
struct tangent_error {
    using type = list<>;
};
template <class E>
struct tangent_error<only_leaves_have_tangents<E>*> {
    using type = list<only_leaves_have_tangents<E>>;
};
template <class... Argument>
using tangent_errors = concat_lists_t<typename tangent_error<Argument>::type...>;
}  // namespace detail

/// The tangent of a leaf, to be bound in `jvp` and `hvp`: `es::tangent(x) = dx`.
template <expression E>
constexpr auto tangent(E) {
    if constexpr (!is_leaf<E>)
        return detail::no_tangent<E>{};
    else
        return detail::leaf_expression<detail::tangent_leaf<typename E::op_type>>{};
}

}  // namespace espalier::inline ESPALIER_ABI
