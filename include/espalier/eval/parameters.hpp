// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/hana.hpp>
#include <espalier/eval/leaves.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class... Leaf>
constexpr auto tuple_of_leaves(list<Leaf...>) {
    return hana::tuple<leaf_expression<Leaf>...>{};
}
template <class List>
struct parameters_among;
template <class... Leaf>
struct parameters_among<list<Leaf...>> {
    using type = concat_lists_t<
        std::conditional_t<Leaf::kind == leaf_kind::parameter, list<Leaf>, list<>>...>;
};
}  // namespace detail

/// The parameters of an expression as a Hana tuple of leaves, in order of first use; frozen ones
/// are among them, buffers are not. The tuple is a selector in `wrt` and in `group`.
template <expression E>
constexpr auto parameters(E) {
    return detail::tuple_of_leaves(
        typename detail::parameters_among<detail::variables_of_graph<detail::flat_of<E>>>::type{});
}
/// The parameters of a layer.
template <class Layer>
    requires requires { typename Layer::parameters; }
constexpr auto parameters(Layer) {
    return detail::tuple_of_leaves(
        typename detail::parameters_among<typename Layer::parameters>::type{});
}

}  // namespace espalier::inline ESPALIER_ABI
