// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/variables.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Two `variables` seen as one: a leaf that `ram` has is there, any other is in `flash`. Refers to
/// both; is what `overlay` makes.
template <class Flash, class Ram>
struct overlaid {
    using leaves =
        detail::unique_t<detail::concat_lists_t<typename Flash::leaves, typename Ram::leaves>>;
    Flash const& flash;
    Ram& ram;

    template <class L>
    static constexpr bool in_ram = Ram::template contains<L>;
    template <class L>
    static constexpr bool contains = Ram::template contains<L> || Flash::template contains<L>;

    /// What is in `ram` comes first, and is found first.
    static consteval auto make_table() {
        constexpr std::size_t rams = Ram::table.count, flashes = Flash::table.count;
        detail::leaf_entry entries[rams + flashes + 1]{};
        for (std::size_t i = 0; i < rams; ++i) entries[i] = Ram::table.entry[i];
        for (std::size_t i = 0; i < flashes; ++i) entries[rams + i] = Flash::table.entry[i];
        return detail::leaf_table<rams + flashes>(entries);
    }
    static constexpr auto table = make_table();

    template <class L, class Self>
    static constexpr auto& at(Self& self) {
        if constexpr (Ram::template contains<L>)
            return Ram::template at<L>(self.ram);
        else
            return Flash::template at<L>(self.flash);
    }
    /// The tensor of a parameter or buffer, constant where it is in flash.
    template <expression E>
        requires is_leaf<E>
    constexpr auto& operator[](E) const {
        return at<typename E::op_type>(*this);
    }
};

namespace detail {
template <class T, class Flash, class Ram>
constexpr void find_addresses(overlaid<Flash, Ram> const& joined, T const** to) {
    find_addresses(std::as_const(joined.ram), to);
    find_addresses(joined.flash, to + Ram::table.count);
}
template <class T, class Flash, class Ram>
constexpr void find_addresses(overlaid<Flash, Ram> const& joined, T** to) {
    find_addresses(joined.ram, to);
}

/// How many of the leaves a step can write: the first ones.
template <class V>
inline constexpr std::size_t writable_count = 0;
template <class Leaves>
inline constexpr std::size_t writable_count<variables<Leaves>> = variables<Leaves>::table.count;
template <class Flash, class Ram>
inline constexpr std::size_t writable_count<overlaid<Flash, Ram>> = Ram::table.count;
template <class Flash, class Ram>
inline constexpr std::size_t writable_count<overlaid<Flash, Ram> const> = Ram::table.count;

template <class V>
inline constexpr bool is_overlay = false;
template <class Flash, class Ram>
inline constexpr bool is_overlay<overlaid<Flash, Ram>> = true;

template <class Variables, class... Leaf>
auto constant_among(list<Leaf...>) {
    if constexpr (is_overlay<std::remove_const_t<Variables>>)
        return concat_lists_t<
            std::conditional_t<Variables::template in_ram<Leaf>, list<>, list<Leaf>>...>{};
    else if constexpr (std::is_const_v<Variables>)
        return list<Leaf...>{};
    else
        return list<>{};
}
/// Those of some leaves that cannot be written: of const variables, or in an overlay's flash.
template <class Variables, class Leaves>
using constant_leaves = decltype(constant_among<Variables>(Leaves{}));
}  // namespace detail

/// Joins trained variables in `ram`, such as `es::variables ram{fc3.weight, fc3.bias}`, with the
/// rest in `flash`, usually constexpr. One that is trained but only in `flash` does not compile.
template <class Flash, class Ram>
constexpr overlaid<variables<Flash>, variables<Ram>> overlay(variables<Flash> const& flash,
                                                             variables<Ram>& ram) {
    return {flash, ram};
}
template <class Flash, class Ram>
void overlay(variables<Flash> const&&, variables<Ram>&) = delete;

}  // namespace espalier::inline ESPALIER_ABI
