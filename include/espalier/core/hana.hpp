// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <boost/hana.hpp>

#include <espalier/core/constant.hpp>
#include <espalier/core/program.hpp>

/// What expressions are for Boost.Hana: Comparable and Hashable, so that `contains`, `unique`,
/// `difference` and maps with leaves as keys work; an integer `_c` is an IntegralConstant.
namespace espalier::inline ESPALIER_ABI {

namespace hana = boost::hana;

namespace detail {
/// What tells expressions apart: of a leaf all but whether it is frozen and how it starts.
template <class E>
struct hana_identity {
    using type = typename E::program_type;
};
template <class E>
    requires is_leaf<E>
struct hana_identity<E> {
    using L = typename E::op_type;
    using type =
        leaf<L::kind, L::name, typename L::shape_type, typename L::value_type, false, void>;
};
template <class E>
using hana_identity_t = typename hana_identity<std::remove_cvref_t<E>>::type;
}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI

namespace boost::hana {

template <>
struct equal_impl<espalier::adl::expression_tag, espalier::adl::expression_tag> {
    template <class A, class B>
    static constexpr auto apply(A const&, B const&) {
        return bool_c<std::is_same_v<espalier::detail::hana_identity_t<A>,
                                     espalier::detail::hana_identity_t<B>>>;
    }
};
template <>
struct hash_impl<espalier::adl::expression_tag> {
    template <class E>
    static constexpr auto apply(E const&) {
        return type_c<espalier::detail::hana_identity_t<E>>;
    }
};

template <>
struct IntegralConstant<espalier::integer_constant_tag> {
    static constexpr bool value = true;
};
template <class From>
struct to_impl<espalier::integer_constant_tag, From, when<IntegralConstant<From>::value>> {
    template <class N>
    static constexpr auto apply(N const&) {
        return espalier::integer_constant<N::value>{};
    }
};

}  // namespace boost::hana
