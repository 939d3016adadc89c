// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/optim/carry.hpp>
#include <espalier/optim/trainer_t.hpp>

/// `es::trainer(loss, optimizer, flags...)`: reads the optimizer's groups into a trainer_t.
namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <class T>
inline constexpr bool is_trainer = false;
template <class Spec>
inline constexpr bool is_trainer<trainer_t<Spec>> = true;

template <class P, class R, class... Group, class... Shared, class... Flag>
constexpr auto make_trainer(optimizer_t<R, hana::tuple<Group...>, Shared...> const& o,
                            Flag const&... flag) {
    using settled_optimizer = settled<optimizer_t<R, hana::tuple<Group...>, Shared...>>;
    using clips = clips_among<Shared...>;
    constexpr bool batched = (std::is_same_v<Flag, batched_t> || ... || false);
    constexpr bool in_trainer = (std::is_same_v<Flag, static_workspace_t> || ... || false);
    using spec = training_spec<P, typename settled_optimizer::groups, clips, batched, in_trainer>;
    using made = trainer_t<ticket_for<spec, spec::id, spec::unique_name>>;
    made t{};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto set = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
            using group = element_t<typename settled_optimizer::groups, N>;
            if constexpr (!group::frozen)
                slot_at<N>(t.settings) =
                    settled_optimizer::values(hana::at_c<N>(o.groups), o.options);
        };
        (set(std::integral_constant<std::size_t, I>{}), ...);
    }(std::index_sequence_for<Group...>{});
    [&]<class... Clip>(list<Clip...>) {
        t.clips = hana::tuple<Clip...>{hana::at_c<index_of_type<Clip, Shared...>()>(o.options)...};
    }(clips{});
    [[maybe_unused]] auto carry = [&](auto const& one) {
        if constexpr (is_trainer<std::remove_cvref_t<decltype(one)>>)
            [&]<class... Item>(list<Item...>) {
                carry_over<Item...>(t, one);
            }(concat_lists_t<typename reset_items<Flag>::type...>{});
    };
    (carry(flag), ...);
    return t;
}

}  // namespace detail

namespace detail {
template <class... Argument>
struct trainer_of_something_else {
    static_assert(never_type<list<Argument...>>,
                  "espalier::trainer(loss, optimizer): the first argument is an expression, the "
                  "second an optimizer such as es::sgd(es::lr = 0.1f)");
};
template <class Flag>
struct not_a_flag_of_a_trainer {
    static_assert(never_type<Flag>,
                  "espalier::trainer(loss, optimizer, ...): what follows is es::batched, "
                  "es::static_workspace, the trainer of the phase before, or es::reset(...)");
};
template <class Flag>
inline constexpr bool is_trainer_flag =
    std::is_same_v<Flag, batched_t> || std::is_same_v<Flag, static_workspace_t> || is_trainer<Flag>;
template <class... Item>
inline constexpr bool is_trainer_flag<reset_t<Item...>> = true;

struct no_trainer {
    constexpr float step(auto const&...) const { return 0; }
};
template <class... Argument>
inline constexpr bool is_loss_and_optimizer = false;
template <expression Loss, class Rule, class Groups, class... Shared, class... Flag>
inline constexpr bool is_loss_and_optimizer<Loss, optimizer_t<Rule, Groups, Shared...>, Flag...> =
    true;
}  // namespace detail

/// `es::trainer(loss, optimizer)`: a trainer; with `es::batched` it takes run-time batches; with
/// another trainer behind it, it is the next phase and carries over the state of what both train;
/// with `es::static_workspace` the workspace is inside the trainer.
template <expression Loss, class Rule, class Groups, class... Shared, class... Flag>
constexpr auto trainer(Loss, optimizer_t<Rule, Groups, Shared...> const& optimizer,
                       Flag const&... flag) {
    if constexpr (Loss::shape_type::size != 1 || Loss::shape_type::rank != 0)
        static_assert(sizeof(detail::loss_is_not_a_scalar<typename Loss::array_type>) > 0);
    using unknown =
        detail::concat_lists_t<std::conditional_t<detail::is_trainer_flag<Flag>, list<>,
                                                  list<detail::not_a_flag_of_a_trainer<Flag>>>...>;
    if constexpr (unknown::size > 0) static_assert(sizeof(detail::first_or_void<unknown>) > 0);
    using P = detail::program_of<Loss>;
    using without_rule = typename detail::rule_errors<Rule, Groups>::type;
    if constexpr (without_rule::size > 0) {
        static_assert(sizeof(detail::first_or_void<without_rule>) > 0);
        return detail::no_trainer{};
    } else if constexpr (std::is_same_v<Groups, hana::tuple<>>) {
        using one = hana::tuple<group_t<all_t>>;
        return detail::make_trainer<P>(
            optimizer_t<Rule, one, Shared...>{one{group_t<all_t>{}}, optimizer.options}, flag...);
    } else {
        return detail::make_trainer<P>(optimizer, flag...);
    }
}
template <class... Argument>
    requires(!detail::is_loss_and_optimizer<Argument...>)
constexpr auto trainer(Argument const&...) {
    static_assert(sizeof(detail::trainer_of_something_else<Argument...>) > 0);
    return detail::no_trainer{};
}

}  // namespace espalier::inline ESPALIER_ABI
