// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/selector.hpp>
#include <espalier/eval/initializer.hpp>
#include <espalier/eval/leaves.hpp>
#include <espalier/eval/variables.hpp>

/// Initial values of parameters, by a rule or as their layers do by default. Buffers keep what they
/// have, but for the layers' own defaults.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class Start>
struct default_start {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key name, std::uint64_t seed) {
        double const bound = 1 / math::sqrt(fans_of(Tensor::shape_type::value).in);
        fill_uniform(t, name, seed, -bound, bound);
    }
};
template <index_t Fan>
struct default_start<starts_uniform<Fan>> {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key name, std::uint64_t seed) {
        double const bound = 1 / math::sqrt(static_cast<double>(Fan));
        fill_uniform(t, name, seed, -bound, bound);
    }
};
template <>
struct default_start<starts_xavier> {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key name, std::uint64_t seed) {
        xavier_start<false>{}.fill(t, name, seed);
    }
};
template <>
struct default_start<starts_normal> {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key name, std::uint64_t seed) {
        fill_normal(t, name, seed, 0, 1);
    }
};
template <>
struct default_start<starts_zero> {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key, std::uint64_t) {
        t.fill(0);
    }
};
template <>
struct default_start<starts_one> {
    template <class Tensor>
    static constexpr void fill(Tensor& t, key, std::uint64_t) {
        t.fill(1);
    }
};

/// Those leaves of some variables that an item names or a selector picks.
template <class Leaves, class Item>
struct chosen_leaves {
    using type = typename listed_leaves<Item>::type;
};
template <class... Leaf, selector Item>
struct chosen_leaves<list<Leaf...>, Item> {
    using type = concat_lists_t<
        std::conditional_t<Leaf::kind == leaf_kind::parameter && Item{}.selects(info_of<Leaf>),
                           list<Leaf>, list<>>...>;
};

template <class... Argument>
struct initialize_not_understood {
    static_assert(
        never_type<list<Argument...>>,
        "espalier::initialize(vars, seed), (vars, rule, seed) or (vars, item, rule, seed):"
        " a rule is one such as es::kaiming_uniform, an item a leaf, layer or selector");
};
template <class A>
inline constexpr bool is_initializer = false;
template <class Rule>
inline constexpr bool is_initializer<initializer<Rule>> = true;
template <class A>
concept initialized_item = selector<A> || (listed_leaves<A>::type::size > 0);
template <class A>
concept seed_number = std::is_integral_v<A>;

/// Whether these are arguments of `initialize`.
template <class... Argument>
inline constexpr bool understood = false;
template <class L, seed_number Seed>
inline constexpr bool understood<variables<L>, Seed> = true;
template <class L, class A, seed_number Seed>
inline constexpr bool understood<variables<L>, A, Seed> = is_initializer<A> || initialized_item<A>;
template <class L, initialized_item Item, class Rule, seed_number Seed>
inline constexpr bool understood<variables<L>, Item, initializer<Rule>, Seed> = true;

template <class Leaf>
constexpr void fill_by_default(auto& tensor_of_leaf, std::uint64_t seed) {
    default_start<typename Leaf::start>::fill(tensor_of_leaf, detail::hash(Leaf::name.view()),
                                              seed);
}
/// Calls f<Leaf>(tensor) for each leaf of a list; of those that the variables lack one is told.
template <class Variables, class... Leaf, class F>
constexpr void for_each_tensor(Variables& vars, list<Leaf...>, F const& f) {
    using lacks = concat_lists_t<typename missing_variable<Variables, Leaf>::type...>;
    if constexpr (lacks::size > 0)
        static_assert(sizeof(first_or_void<lacks>) > 0);
    else
        (f.template operator()<Leaf>(Variables::template at<Leaf>(vars)), ...);
}

}  // namespace detail

/// Every parameter by one rule; buffers by their layers' defaults.
template <class Leaves, class Rule>
constexpr void initialize(variables<Leaves>& vars, initializer<Rule> const& rule,
                          std::uint64_t seed) {
    detail::for_each_tensor(
        vars, typename variables<Leaves>::leaves{}, [&]<class Leaf>(auto& tensor_of_leaf) {
            if constexpr (Leaf::kind == leaf_kind::parameter)
                rule.fill(tensor_of_leaf, detail::hash(Leaf::name.view()), seed);
            else if constexpr (!std::is_same_v<typename Leaf::start, starts_by_shape>)
                detail::fill_by_default<Leaf>(tensor_of_leaf, seed);
        });
}

/// Every parameter and buffer as its layer does by default, as in PyTorch.
template <class Leaves>
constexpr void initialize(variables<Leaves>& vars, std::uint64_t seed) {
    detail::for_each_tensor(
        vars, typename variables<Leaves>::leaves{}, [&]<class Leaf>(auto& tensor_of_leaf) {
            if constexpr (Leaf::kind == leaf_kind::parameter ||
                          !std::is_same_v<typename Leaf::start, starts_by_shape>)
                detail::fill_by_default<Leaf>(tensor_of_leaf, seed);
        });
}

/// The parameters of a leaf, a layer or a selector, by a rule.
template <class Leaves, detail::initialized_item Item, class Rule>
constexpr void initialize(variables<Leaves>& vars, Item, initializer<Rule> const& rule,
                          std::uint64_t seed) {
    using chosen = typename detail::chosen_leaves<typename variables<Leaves>::leaves, Item>::type;
    detail::for_each_tensor(vars, chosen{}, [&]<class Leaf>(auto& tensor_of_leaf) {
        rule.fill(tensor_of_leaf, detail::hash(Leaf::name.view()), seed);
    });
}

/// The same, as their layers do by default.
template <class Leaves, detail::initialized_item Item>
constexpr void initialize(variables<Leaves>& vars, Item, std::uint64_t seed) {
    using chosen = typename detail::chosen_leaves<typename variables<Leaves>::leaves, Item>::type;
    detail::for_each_tensor(vars, chosen{}, [&]<class Leaf>(auto& tensor_of_leaf) {
        detail::fill_by_default<Leaf>(tensor_of_leaf, seed);
    });
}

template <class... Argument>
    requires(!detail::understood<Argument...>)
constexpr void initialize(Argument const&...) {
    static_assert(sizeof(detail::initialize_not_understood<Argument...>) > 0);
}

}  // namespace espalier::inline ESPALIER_ABI
