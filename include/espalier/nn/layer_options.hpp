// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/keyword.hpp>

/// Options of layers, in the type: `es::conv2d<"c", 3, 8, 3, 3>(es::stride = 2_c)`.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Layer>
struct option_not_of_this_layer {
    static_assert(never<Layer>, "espalier: this layer has no such option");
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

/// Checks that a layer knows all options: `Known` lists tags and flags.
template <fixed_string Layer, class Known, class... O>
struct check_layer_options;
template <fixed_string Layer, class... Known, class... O>
struct check_layer_options<Layer, list<Known...>, O...> {
    template <class One>
    struct identity_of {
        using type = One;
    };
    template <class Tag, class V>
    struct identity_of<option<Tag, V>> {
        using type = Tag;
    };
    template <class One>
    static constexpr bool check() {
        if constexpr (!(std::is_same_v<typename identity_of<One>::type, Known> || ... || false))
            return sizeof(option_not_of_this_layer<Layer>) > 0;
        return true;
    }
    static constexpr bool ok = (check<O>() && ... && true);
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
