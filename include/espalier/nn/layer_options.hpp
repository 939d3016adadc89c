// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/keyword.hpp>
#include <espalier/core/type_list.hpp>

/// Options of layers, in the type: `es::conv2d<"c", 3, 8, 3, 3>(es::stride = 2_c)`.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Layer, fixed_string Option>
struct layer_has_no_such_option {
    static_assert(never<Layer>, "espalier: this layer has no such option");
};
template <fixed_string Layer, class Given>
struct layer_option_is_unnamed {
    static_assert(
        never_type<Given>,
        "espalier: a layer is called with expressions, or with options: es::stride = 2_c");
};
template <fixed_string Layer, fixed_string Option>
struct layer_option_given_twice {
    static_assert(never<Layer>, "espalier: an option of a layer is given twice");
};
template <fixed_string Option, class Value>
struct layer_option_is_no_count {
    static_assert(
        never_type<Value>,
        "espalier: stride, dilation and groups are whole numbers from 1 on, padding from 0 on: "
        "2_c, or es::shape<2, 1>{} for a pair (groups: one number)");
};
template <fixed_string Option, class Value>
struct layer_option_is_no_constant {
    static_assert(
        never_type<Value>,
        "espalier: options of layers are constants in the type: 2_c, 1e-6_c, or es::shape<2, 1>{} "
        "for a pair");
};

/// The value type of the last option of that name, else `Default`.
template <class Tag, class Default, class... O>
struct layer_option {
    using type = Default;
};
template <class Tag, class Default, class First, class... Rest>
struct layer_option<Tag, Default, First, Rest...> : layer_option<Tag, Default, Rest...> {};
template <class Tag, class Default, class V, class... Rest>
struct layer_option<Tag, Default, option<Tag, V>, Rest...> : layer_option<Tag, V, Rest...> {};
template <class Tag, class Default, class... O>
using layer_option_t = typename layer_option<Tag, Default, O...>::type;

template <class Flag, class... O>
inline constexpr bool has_layer_flag = (std::is_same_v<Flag, O> || ... || false);

/// The least value of an option that counts something, and whether one does.
template <class Tag>
inline constexpr index_t least_count = 1;
template <>
inline constexpr index_t least_count<tag::padding> = 0;
template <class Tag>
inline constexpr bool counts =
    std::is_same_v<Tag, tag::stride> || std::is_same_v<Tag, tag::padding> ||
    std::is_same_v<Tag, tag::dilation> || std::is_same_v<Tag, tag::groups>;

/// Whether an option has a value that it can take: a count, a pair of counts, or a number.
template <class Tag, class V>
inline constexpr bool option_takes = compile_time_number<V> && !counts<Tag>;
template <class Tag, long long N>
inline constexpr bool option_takes<Tag, integer_constant<N>> =
    !counts<Tag> || N >= static_cast<long long>(least_count<Tag>);
template <class Tag, index_t... N>
inline constexpr bool option_takes<Tag, shape<N...>> =
    counts<Tag> && !std::is_same_v<Tag, tag::groups> && (sizeof...(N) == 1 || sizeof...(N) == 2) &&
    ((N >= least_count<Tag>) && ... && true);

/// What is wrong with an option's value.
template <class Tag, class V>
using layer_option_value_error =
    std::conditional_t<counts<Tag> && (compile_time_number<V> || is_shape<V>),
                       layer_option_is_no_count<Tag::name, V>,
                       layer_option_is_no_constant<Tag::name, V>>;

/// What is wrong with a layer's options, of which it has `Known` (tags and flags): a list of
/// errors.
template <fixed_string Layer, class Known, class One>
struct layer_option_errors;
template <fixed_string Layer, class... Known, class One>
struct layer_option_errors<Layer, list<Known...>, One> {
    using type = list<layer_option_is_unnamed<Layer, One>>;
};
template <fixed_string Layer, class... Known, class One>
    requires requires { fixed_string(One::name); }
struct layer_option_errors<Layer, list<Known...>, One> {
    using type = error_if<!(std::is_same_v<One, Known> || ... || false),
                          layer_has_no_such_option<Layer, One::name>>;
};
template <fixed_string Layer, class... Known, class Tag, class V>
struct layer_option_errors<Layer, list<Known...>, option<Tag, V>> {
    using type = concat_lists_t<error_if<!(std::is_same_v<Tag, Known> || ... || false),
                                         layer_has_no_such_option<Layer, Tag::name>>,
                                error_if<!option_takes<Tag, V>, layer_option_value_error<Tag, V>>>;
};
template <fixed_string Layer, class One, class... O>
struct repeated_option {
    using type = list<>;
};
template <fixed_string Layer, class Tag, class V, class... O>
struct repeated_option<Layer, option<Tag, V>, O...> {
    using type = error_if<((std::is_same_v<option_tag<O>, Tag> ? 1 : 0) + ...) != 1,
                          layer_option_given_twice<Layer, Tag::name>>;
};
template <fixed_string Layer, class Known, class... O>
using layer_option_error =
    first_or_void<concat_lists_t<typename layer_option_errors<Layer, Known, O>::type...,
                                 typename repeated_option<Layer, O, O...>::type...>>;

/// The options that a layer's body has.
template <class Body>
struct options_of {
    using type = list<>;
};
template <class Body>
    requires requires { typename Body::options; }
struct options_of<Body> {
    using type = typename Body::options;
};

/// `2_c` for both directions, `es::shape<2, 1>{}` for each: index 0 and 1.
template <class V>
struct pair_of;
template <long long N>
struct pair_of<integer_constant<N>> {
    static constexpr index_t at[2]{static_cast<index_t>(N), static_cast<index_t>(N)};
};
template <index_t A>
struct pair_of<shape<A>> {
    static constexpr index_t at[2]{A, A};
};
template <index_t A, index_t B>
struct pair_of<shape<A, B>> {
    static constexpr index_t at[2]{A, B};
};

/// The leading sample axis of a layer's operand is optional: rank R is one sample, R + 1 several.
template <class Shape, int Rank>
inline constexpr index_t samples_in = Shape::rank == Rank + 1 ? Shape::value.axis[0] : 1;

}  // namespace espalier::inline ESPALIER_ABI::detail
