// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/selector.hpp>
#include <espalier/optim/rule.hpp>

namespace espalier::inline ESPALIER_ABI {

/// A group of parameters with its own options, or with a whole optimizer of its own.
template <class Selected, class... Option>
struct group_t {
    using selected = Selected;
    Selected which;
    hana::tuple<Option...> options;
};

/// `es::group(fc1, es::lr = 0.1f)`: what is selected, then options, or an optimizer.
template <class Selected, class... Option>
constexpr auto group(Selected which, Option... options) {
    return group_t<Selected, Option...>{which, hana::tuple<Option...>{options...}};
}

namespace detail {
template <class... Other>
struct groups_of_something_else {
    static_assert(never_type<list<Other...>>,
                  "espalier: es::groups takes groups: es::groups(es::group(fc1, es::lr = 0.1f), "
                  "...)");
};
template <class G>
inline constexpr bool is_group = false;
template <class S, class... O>
inline constexpr bool is_group<group_t<S, O...>> = true;
}  // namespace detail
template <class... Group>
inline constexpr bool is_groups<hana::tuple<Group...>> = sizeof...(Group) > 0 &&
                                                         (detail::is_group<Group> && ...);

/// Called, a tuple of parameter groups; assigned, the option `groups` of a convolution.
struct groups_object : keyword<tag::groups> {
    using keyword<tag::groups>::operator=;
    template <class... Group>
        requires(detail::is_group<Group> && ...)
    constexpr auto operator()(Group... one) const {
        return hana::tuple<Group...>{one...};
    }
    template <class... Other>
        requires(!(detail::is_group<Other> && ...))
    constexpr auto operator()(Other...) const {
        static_assert(sizeof(detail::groups_of_something_else<Other...>) > 0);
        return hana::tuple<group_t<all_t>>{};
    }
};
inline constexpr groups_object groups{};

/// An optimizer whose groups bring their own rules: `es::optimizer(es::groups(...))`.
template <class Groups, class... Option>
constexpr auto optimizer(Groups all_groups, Option... options) {
    return optimizer_t<void, Groups, Option...>{all_groups, hana::tuple<Option...>{options...}};
}

}  // namespace espalier::inline ESPALIER_ABI
