// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/settle.hpp>
#include <espalier/plan/report.hpp>

/// Parameter groups in a trainer's plan: their rules and options.
namespace espalier::inline ESPALIER_ABI::detail {

template <class V>
inline constexpr int numbers_in_option = 1;
template <class T, std::size_t N>
inline constexpr int numbers_in_option<values<T, N>> = N <= 2 ? static_cast<int>(N) : 2;

template <class Tag, class V>
consteval plan_option describe_option(option<Tag, V>*) {
    plan_option o{Tag::name.view(), plan_option_kind::run_time, numbers_in_option<V>, {}};
    if constexpr (is_zero_option<V>) {
        o.kind = plan_option_kind::constant;
    } else if constexpr (compile_time_number<V>) {
        o.kind = plan_option_kind::constant;
        o.value[0] = value_of_number<typename V::op_type>;
    } else if constexpr (schedule_option<V>) {
        o.kind = plan_option_kind::schedule;
    }
    return o;
}

template <class Item, class Rule, class... Option, class... Flag>
consteval plan_group describe_group(settled_group<Item, Rule, list<Option...>, list<Flag...>>*) {
    using group = settled_group<Item, Rule, list<Option...>, list<Flag...>>;
    plan_group g{Rule::name.view(), group::frozen, 0, {}};
    [[maybe_unused]] auto add = [&g](plan_option const& o) {
        if (g.option_count < max_plan_options) g.options[g.option_count++] = o;
    };
    (add(describe_option(static_cast<Option*>(nullptr))), ...);
    (add({Flag::name.view(), plan_option_kind::flag, 0, {}}), ...);
    return g;
}

/// Writes what run-time numbers and schedules are at this step; the options stand in the order of
/// `describe_group`.
template <class Tag, class V>
constexpr void read_option(plan_option& to, named_option<Tag, V> const& from, std::uint32_t step) {
    auto const& value = value_of_option(from);
    if constexpr (requires { value[0]; })
        for (int i = 0; i < to.count; ++i)
            to.value[i] = static_cast<double>(value[static_cast<std::size_t>(i)]);
    else
        to.value[0] = option_value<double>(value, step);
}
template <class... Tag, class... V>
constexpr void read_options([[maybe_unused]] plan_group& to,
                            [[maybe_unused]] option_set<option<Tag, V>...> const& from,
                            [[maybe_unused]] std::uint32_t step) {
    [[maybe_unused]] int at = 0;
    (read_option<Tag, V>(to.options[at++], from, step), ...);
}
/// What a frozen group keeps: nothing.
struct no_options {};
constexpr void read_options(plan_group&, no_options const&, std::uint32_t) {}
template <class Settings, std::size_t... I>
constexpr void read_groups(plan_group* groups, Settings const& settings, std::uint32_t step,
                           std::index_sequence<I...>) {
    (read_options(groups[I], slot_at<I>(settings), step), ...);
}

}  // namespace espalier::inline ESPALIER_ABI::detail
