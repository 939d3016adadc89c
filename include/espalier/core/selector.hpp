// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <concepts>

#include <espalier/core/leaf.hpp>

/// Selectors: which parameters, by all, by name, by a predicate.
namespace espalier::inline ESPALIER_ABI {

struct all_t {
    static constexpr bool selects(leaf_info const&) { return true; }
};
/// Every trainable parameter.
inline constexpr all_t all{};

struct rest_t {
    static constexpr bool selects(leaf_info const&) { return true; }
};
/// In groups: every parameter that no other group has.
inline constexpr rest_t rest{};

namespace detail {
/// A glob: '*' is any run of characters, '?' any one.
constexpr bool glob_matches(std::string_view glob, std::string_view name) {
    std::size_t g = 0, n = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (g < glob.size() && (glob[g] == '?' || glob[g] == name[n]) && glob[g] != '*') {
            ++g, ++n;
        } else if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = n;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*') ++g;
    return g == glob.size();
}
}  // namespace detail

template <fixed_string Glob>
struct matching_t {
    static constexpr auto glob = Glob;
    static constexpr bool selects(leaf_info const& p) {
        return detail::glob_matches(Glob.view(), p.name);
    }
};
/// The parameters whose names match a glob: `matching<"encoder.*">`.
template <fixed_string Glob>
inline constexpr matching_t<Glob> matching{};

template <class Predicate>
struct parameters_where_t {
    Predicate predicate;
    constexpr bool selects(leaf_info const& p) const { return predicate(p); }
};
/// The parameters for which a constexpr predicate of `leaf_info` holds.
template <class Predicate>
constexpr auto parameters_where(Predicate predicate) {
    return parameters_where_t<Predicate>{predicate};
}

/// What picks parameters by what is known of a leaf.
template <class S>
concept selector = requires(S const& s, leaf_info const& p) {
    { s.selects(p) } -> std::same_as<bool>;
};

}  // namespace espalier::inline ESPALIER_ABI
