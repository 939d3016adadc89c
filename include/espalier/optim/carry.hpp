// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/training.hpp>

/// From one phase to the next: which state is carried over, and which is not.
namespace espalier::inline ESPALIER_ABI {

template <class... Item>
struct reset_t {};
/// In the next phase: these leaves, layers or selectors start with fresh state, also where their
/// rule changes: `es::trainer(loss, optimizer2, trainer, es::reset(fc1))`.
template <class... Item>
constexpr auto reset(Item...) {
    return reset_t<Item...>{};
}

namespace detail {

/// Whether a name of a state is among those of another parameter state.
template <class State>
constexpr int state_called(std::string_view name) {
    for (int i = 0; i < State::states; ++i)
        if (State::rule::template state_name<typename State::group::options,
                                             typename State::group::flags>(i) == name)
            return i;
    return -1;
}

template <fixed_string Parameter>
struct state_would_be_dropped {
    static_assert(
        never<Parameter>,
        "espalier::trainer(loss, optimizer, previous): another rule trains this parameter "
        "now, and its state would be lost; say es::reset(parameter), or keep the rule");
};

template <class Leaf, class Item>
consteval bool resets(Item item) {
    using listed = typename listed_leaves<Item>::type;
    if constexpr (listed::size > 0)
        return [&]<class... L>(list<L...>) {
            return ((leaf_id(name_key<L>) == leaf_id(name_key<Leaf>)) || ...);
        }(listed{});
    else
        return item.selects(info_of<Leaf>);
}

template <class New, class Old, class Leaf, class... Reset>
consteval bool drops_state() {
    constexpr std::size_t old = position_behind<Leaf, typename Old::trained_ticket>;
    if constexpr (old < Old::trained::size && !(resets<Leaf>(Reset{}) || ... || false)) {
        using new_state = typename New::training::template state_of<Leaf>;
        using old_state = typename Old::training::template state_of<Leaf>;
        return old_state::states > 0 &&
               !std::is_same_v<typename new_state::rule, typename old_state::rule>;
    } else {
        return false;
    }
}
/// The first parameter whose state would be lost; one behind the last where there is none.
template <class New, class Old, class... Reset, class... Leaf>
consteval std::size_t first_dropped(list<Leaf...>) {
    bool const drops[]{drops_state<New, Old, Leaf, Reset...>()..., true};
    std::size_t i = 0;
    while (!drops[i]) ++i;
    return i;
}

/// Copies the state of every parameter that both trainers train by the same rule, by its name, but
/// for those that are reset.
template <class... Reset, class New, class Old>
constexpr void carry_over(New& to, Old const& from) {
    constexpr std::size_t dropped = first_dropped<New, Old, Reset...>(typename New::trained{});
    if constexpr (dropped < New::trained::size)
        static_assert(
            sizeof(state_would_be_dropped<element_t<typename New::trained, dropped>::name>) > 0);
    New::for_each_trained([&]<std::size_t I, class Leaf>() {
        constexpr std::size_t old = position_behind<Leaf, typename Old::trained_ticket>;
        constexpr bool fresh = (resets<Leaf>(Reset{}) || ... || false);
        if constexpr (old < Old::trained::size && !fresh) {
            auto& now = slot_at<I>(to.states);
            auto const& then = slot_at<old>(from.states);
            using new_state = std::remove_cvref_t<decltype(now)>;
            using old_state = std::remove_cvref_t<decltype(then)>;
            if constexpr (std::is_same_v<typename new_state::rule, typename old_state::rule>) {
                if constexpr (new_state::states > 0 && old_state::states > 0)
                    for (int i = 0; i < old_state::states; ++i) {
                        int const here = state_called<new_state>(
                            old_state::rule::template state_name<typename old_state::group::options,
                                                                 typename old_state::group::flags>(
                                i));
                        if (here >= 0) now.tensors[here] = then.tensors[i];
                    }
                if constexpr (new_state::counts_steps && old_state::counts_steps)
                    now.count = then.count;
                if constexpr (new_state::rule::scalars > 0)
                    for (int i = 0; i < new_state::rule::scalars; ++i)
                        now.scalars[i] = then.scalars[i];
            }
        }
    });
}

template <class Flag>
struct reset_items {
    using type = list<>;
};
template <class... Item>
struct reset_items<reset_t<Item...>> {
    using type = list<Item...>;
};

}  // namespace detail
}  // namespace espalier::inline ESPALIER_ABI
