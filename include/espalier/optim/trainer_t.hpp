// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <boost/hana/for_each.hpp>

#include <espalier/eval/overlay.hpp>
#include <espalier/optim/updates.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Steps an optimizer over the gradients of a loss. Holds the optimizer's state and options; where
/// rule and options allow it, updates run inside the backward pass and no gradient is stored.
template <class Spec>
struct trainer_t : detail::trainer_base<detail::redeemed<Spec>> {
    using spec = detail::redeemed<Spec>;
    using P = typename spec::program;
    static constexpr bool clips_gradients = spec::clips::size > 0;
    static constexpr bool Batched = spec::batched;
    using training = detail::training<P, typename spec::groups>;
    using T = typename training::T;
    using trained = typename training::trained;
    using trained_ticket = typename detail::list_ticket<trained>::type;
    static constexpr bool stores_gradients =
        Batched || clips_gradients || !training::all::elementwise;
    using gradient_type = gradients<typename training::all::targets>;
    using plan_type = std::conditional_t<stores_gradients, typename training::all::stored_plan,
                                         typename training::all::fused_plan>;

    using runner = typename training::all::template runner<plan_type>;

    /// What the compiler kept: bytes, flops and nodes, as constants.
    static constexpr auto plan = [] {
        auto report =
            training::template report<plan_type,
                                      stores_gradients ? training::all::gradient_bytes : 0>();
        if constexpr (Batched) {
            // on the stack: the tiles of a batch, and its gradients beside those accumulated
            constexpr index_t tiles = runner::template workspace_size<
                                          detail::inputs_of_graph<typename training::graph>>() *
                                      sizeof(T);
            index_t const one = report.workspace_bytes;
            report.workspace_bytes = (tiles > one ? tiles : one) + training::all::gradient_bytes;
            report.total_bytes += report.workspace_bytes - one;
        }
        return report;
    }();

    /// The same with what run-time options and schedules are at this step.
    constexpr auto plan_now() const {
        auto now = plan;
        detail::read_groups(now.groups, settings, this->step_count,
                            std::make_index_sequence<training::items::size>{});
        return now;
    }

    [[no_unique_address]] typename training::settings settings;
    [[no_unique_address]] typename training::all::states states;
    [[no_unique_address]] std::conditional_t<
        Batched, detail::accumulator<typename training::all::template sums<std::type_identity_t>>,
        detail::no_accumulator> sums;
    static constexpr bool keeps_gradients = stores_gradients && !Batched;
    [[no_unique_address]] std::conditional_t<keeps_gradients, gradient_type, detail::no_gradients>
        kept_gradients;
    static constexpr index_t workspace_size = plan_type::memory.size ? plan_type::memory.size : 1;
    /// (With es::batched the tiles of a batch stay on the stack.)
    static constexpr bool keeps_workspace = spec::static_workspace && !Batched;
    [[no_unique_address]] std::conditional_t<keeps_workspace,
                                             detail::kept_workspace<T, workspace_size>,
                                             detail::no_workspace> workspace_memory;

    /// One step on one sample, or (batched) on the mean over a batch. Returns the loss before it.
    template <detail::variables_like Variables, class... Argument>
    ESPALIER_INLINE constexpr T step(Variables& vars, Argument const&... argument) {
        using inputs = detail::inputs_of_graph<typename plan_type::graph>;
        return with_draws(
            [&](auto const&... given) ESPALIER_INLINE_LAMBDA {
                using given_leaves = detail::bound_leaves<decltype(given)...>;
                using check = detail::check_inputs<inputs, given_leaves>;
                if constexpr (!detail::are_bindings<std::remove_cvref_t<decltype(given)>...>) {
                    return T{};  // has said what is wrong with it
                } else if constexpr (!check::ok) {
                    static_assert(sizeof(typename check::error) > 0);
                    return T{};
                } else if constexpr (detail::constant_leaves<Variables, trained>::size > 0) {
                    using first =
                        detail::first_or_void<detail::constant_leaves<Variables, trained>>;
                    static_assert(sizeof(detail::trained_parameter_is_constant<first::name>) > 0);
                    return T{};
                } else {
                    if constexpr (Batched)
                        return step_fitted(vars, detail::fitted<inputs>(given)...);
                    else
                        return step_fitted(vars,
                                           detail::as_one_sample(detail::fitted<inputs>(given))...);
                }
            },
            argument...);
    }

    template <class Variables, class... Argument>
        requires detail::is_overlay<Variables>
    ESPALIER_INLINE constexpr T step(Variables const&& vars, Argument const&... argument) {
        return step(vars, argument...);
    }

    template <class... Argument>
        requires(!detail::begins_with_variables<Argument...>)
    constexpr T step(Argument const&...) {
        static_assert(sizeof(detail::step_without_variables<T>) > 0);
        return {};
    }

private:
    /// Calls f(bindings...), with the next seed among them where the program draws.
    template <class F, class... Argument>
    ESPALIER_INLINE constexpr T with_draws(F const& f, Argument const&... argument) {
        if constexpr (training::draws) {
            T const loss =
                f(detail::as_argument(argument)..., detail::rng_binding{this->draw_count});
            ++this->draw_count;  // a step that throws draws nothing
            return loss;
        } else {
            return f(detail::as_argument(argument)...);
        }
    }
    template <class Variables, class... Argument>
    ESPALIER_INLINE constexpr T step_fitted(Variables& vars, Argument const&... argument) {
        T loss{};
        if constexpr (Batched) {
            typename training::all::template sums<detail::unset> g;
            loss = compute(g, vars, argument...);
            update(vars, g);
        } else {
            if constexpr (detail::any_batch<Argument...> || detail::any_executor<Argument...>)
                static_assert(sizeof(detail::needs_a_batched_trainer<T>) > 0);
            if constexpr (keeps_workspace) {
                run_step(loss, workspace_memory.elements, vars, argument...);
            } else {
                alignas(ESPALIER_ALIGNMENT) T workspace[workspace_size];
                if (std::is_constant_evaluated())
                    for (T& element : workspace) element = T{};
                run_step(loss, workspace, vars, argument...);
            }
        }
        return loss;
    }
    template <class Variables, class... Argument>
    ESPALIER_INLINE constexpr void run_step(T& loss, T* workspace, Variables& vars,
                                            Argument const&... argument) {
        if constexpr (!stores_gradients) {
            T* const outputs[]{&loss};
            detail::run_sample<plan_type>(outputs, workspace, vars, updates_of(vars), 0,
                                          argument...);
            count_update();
        } else {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                T* const outputs[]{&loss, detail::slot_at<I>(kept_gradients).data()...};
                detail::run_sample<plan_type>(outputs, workspace, vars, updates_of(vars), 0,
                                              argument...);
            }(std::make_index_sequence<trained::size>{});
            update(vars, kept_gradients);
        }
    }

public:
    /// Adds the gradients of a sample or batch to those waiting for `apply`; returns its mean loss.
    /// Nothing else changes: batch_norm's running statistics move in `step` only, neither here nor
    /// in `apply`.
    template <class Variables, class... Argument>
    constexpr T accumulate(Variables const& vars, Argument const&... argument) {
        if constexpr (!Batched) {
            static_assert(sizeof(detail::needs_a_batched_trainer<T>) > 0);
            return T{};
        } else {
            typename training::all::template sums<detail::unset> g;
            T const loss = with_draws(
                [&](auto const&... given) { return compute(g, vars, given...); }, argument...);
            index_t const samples = detail::samples_of(detail::as_argument(argument)...);
            for_each_trained([&]<std::size_t I, class Leaf>() {
                auto& total = detail::slot_at<I>(sums.sums);
                auto const& add = detail::slot_at<I>(g);
                for (index_t i = 0; i < total.size(); ++i)
                    total.elements[i] += static_cast<T>(samples) * add.elements[i];
            });
            sums.samples += samples;
            return loss;
        }
    }
    /// One update with the mean of the accumulated gradients over their samples.
    template <class Variables>
    constexpr void apply(Variables& vars) {
        if constexpr (!Batched) {
            static_assert(sizeof(detail::needs_a_batched_trainer<T>) > 0);
        } else {
            if (sums.samples == 0) return;
            T const share = T{1} / static_cast<T>(sums.samples);
            for_each_trained([&]<std::size_t I, class Leaf>() {
                for (T& element : detail::slot_at<I>(sums.sums).elements) element *= share;
            });
            update(vars, sums.sums);
            sums = {};
        }
    }

    /// The options of the group that has this parameter, layer or selector: `options(fc1).lr`.
    template <class Item>
    constexpr auto& options(Item) {
        detail::require_group<training, Item>();
        return detail::slot_at<detail::group_index<training, Item>()>(settings);
    }
    template <class Item>
    constexpr auto const& options(Item) const {
        detail::require_group<training, Item>();
        return detail::slot_at<detail::group_index<training, Item>()>(settings);
    }
    /// The learning rate of that group at the present step.
    template <class Item>
    constexpr T learning_rate(Item item) const {
        using group =
            detail::element_t<typename spec::groups, detail::group_index<training, Item>()>;
        return options(item).template get<T, tag::lr>(this->step_count, group::rule::default_lr);
    }

    /// Calls `f<I, Leaf>()` for each trained parameter.
    template <class F>
    static constexpr void for_each_trained(F const& f) {
        detail::for_each_leaf(f, trained{});
    }

    template <class Leaf>
    constexpr rule_step when() const {
        return {this->step_count, state_of<Leaf>(*this).count};
    }
    template <class Leaf, class Self>
    static constexpr auto& state_of(Self& self) {
        return detail::slot_at<detail::position_behind<Leaf, trained_ticket>>(self.states);
    }

private:
    template <class Variables>
    constexpr detail::update_maker<trainer_t, Variables> updates_of(Variables& vars) {
        return {*this, vars};
    }
    constexpr void count_update() {
        if constexpr (training::scheduled) ++this->step_count;
        if constexpr (training::all::keeps_state) detail::count_steps(states);
    }
    template <class Gradients, class Variables, class... Argument>
    constexpr T compute(Gradients& g, Variables& vars, Argument const&... argument) {
        T loss{};
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            T* const outputs[]{&loss, detail::slot_at<I>(g).data()...};
            if constexpr (detail::mixes_samples<plan_type>())
                detail::without_executor(
                    [&](auto const&... binding) {
                        auto const maker = updates_of(vars);
                        detail::run_updating<typename training::all::fused_plan>(
                            outputs, vars,
                            detail::sums_and_buffers<typename training::all::sums_updates,
                                                     decltype(maker)>{{outputs + 1, true}, maker},
                            binding...);
                    },
                    argument...);
            else
                detail::run_batch<runner>(outputs, vars, argument...);
        }(std::make_index_sequence<trained::size>{});
        return loss;
    }
    template <class Gradients>
    constexpr void clip_gradients(Gradients& g) const {
        auto const for_each_element = [&](auto const& f) {
            for_each_trained([&]<std::size_t I, class Leaf>() {
                for (T& element : detail::slot_at<I>(g).elements) f(element);
            });
        };
        if constexpr (clips_gradients)
            hana::for_each(this->clips,
                           [&](auto const& one) { one.template clip<T>(for_each_element); });
    }
    template <class Variables, class Gradients>
    constexpr void update(Variables& vars, Gradients& g) {
        clip_gradients(g);
        auto const maker = updates_of(vars);
        for_each_trained([&]<std::size_t I, class Leaf>() {
            auto& gradient_of_leaf = detail::slot_at<I>(g);
            if constexpr (training::template state_of<Leaf>::rule::elementwise)
                maker.template update_elements<Leaf>(gradient_of_leaf);
            else
                maker.template update_whole<Leaf>(gradient_of_leaf);
        });
        count_update();
    }
};

}  // namespace espalier::inline ESPALIER_ABI
