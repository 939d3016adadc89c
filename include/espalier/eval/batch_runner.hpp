// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/tiles.hpp>

/// The mean of a scalar program over a run-time batch, and its gradients.
namespace espalier::inline ESPALIER_ABI::detail {

/// Whether a gradient is a mean over samples: that of a leaf that they share.
template <class Target, class Leaves>
inline constexpr bool is_shared = false;
template <class Leaf, class... Leaves>
inline constexpr bool is_shared<leaf_target<Leaf>, list<Leaves...>> =
    !((Leaf::name.view() == Leaves::name.view()) || ... || false);

template <class Target>
struct leaf_of_target {
    using type = void;
};
template <class Leaf>
struct leaf_of_target<leaf_target<Leaf>> {
    using type = Leaf;
};

template <class T, class Targets, bool... ByColumns>
struct sums_of_targets;
template <class T, class... Target, bool... ByColumns>
struct sums_of_targets<T, list<Target...>, ByColumns...> {
    using type =
        gradient_sums<T, typename stored_ticket<list<typename leaf_of_target<Target>::type...>,
                                                ByColumns...>::type>;
};

/// A tile of a batch (B = 1: a sample): weights times values and their gradients, which are
/// updates.
template <class P, class Targets, bool Value, class Leaves, index_t B>
struct tile_plan;
template <class P, class... Target, bool Value, class Leaves, index_t B>
struct tile_plan<P, list<Target...>, Value, Leaves, B> {
    using mapped = typename tile_program<P, Leaves, B>::type;
    using weights = weights_leaf<B, typename P::type::value_type>;
    using program = program_of<decltype(weighted<typename mapped::type, weights>({}))>;
    using forward = flat<program>;
    using nodes = typename nodes_of<program, Target...>::type;
    using graph = differentiated<forward, nodes, seed_one<forward::result>>;
    using updating = typename std::conditional_t<sizeof...(Target) == 0, held_type<forward>,
                                                 with_all_updates<graph, nodes>>::type;
    using type = typename std::conditional_t<Value, held_type<planned<updating, forward::result>>,
                                             held_type<planned<updating>>>::type;
};

/// As `run_bound`, for a plan of the value (or not) and the gradients of a program; those marked
/// are stored by columns.
template <class P, class Targets, bool Value, class SamplePlan, bool... ByColumns>
struct batch_runner;
template <class P, class... Target, bool Value, class SamplePlan, bool... ByColumns>
struct batch_runner<P, list<Target...>, Value, SamplePlan, ByColumns...> {
    using sample_plan = SamplePlan;
    template <class Leaves>
    static constexpr index_t tile_samples =
        detail::tile_samples<P, Leaves, SamplePlan::memory.size>;
    template <class... Binding>
    static constexpr index_t samples_at_once =
        tile_samples<concat_lists_t<batched_leaves<Binding>...>>;
    template <class Leaves, index_t B>
    using plan = typename tile_plan<P, list<Target...>, Value, Leaves, B>::type;

    /// Elements of the workspace where all these inputs are batches.
    template <class Leaves>
    static consteval index_t workspace_size() {
        return plan<Leaves, tile_samples<Leaves>>::memory.size;
    }
    template <class T, class Variables, class... Binding>
    static constexpr void run(T* const* outputs, Variables const& variables,
                              Binding const&... binding) {
        using inputs = inputs_of_graph<flat<P>>;
        using leaves = concat_lists_t<batched_leaves<Binding>...>;
        constexpr bool bound = check_inputs<inputs, list<typename Binding::leaf_type...>>::ok;
        constexpr bool any_batch = (Binding::is_batch || ... || false);
        constexpr bool any_columns = (ByColumns || ... || false);
        if constexpr (P::type::shape_type::rank == 0 && bound && (any_batch || any_columns) &&
                      !mixes_samples<SamplePlan>() && (is_shared<Target, leaves> && ... && true))
            sum_up<leaves>(outputs, variables, fitted<inputs>(binding)...);
        else
            run_bound<SamplePlan>(outputs, variables, binding...);
    }

private:
    template <class T>
    using sums_of = typename sums_of_targets<T, list<Target...>, ByColumns...>::type;

    template <class Leaves, class T, class Variables, class... Binding>
    static constexpr void sum_up(T* const* outputs, Variables const& variables,
                                 Binding const&... binding) {
        constexpr index_t B = tile_samples<Leaves>;
        index_t const samples = samples_of(binding...);
        T const share = T{1} / static_cast<T>(samples);
        T mean{};
        index_t i = 0;
        tile_weights<1, T> const weight{&share};
        constexpr bool in_lanes =
            !(ByColumns || ... || false) &&
            fits_lanes<plan<Leaves, 1>, T, Variables, Binding..., tile_weights<1, T>>;
        if constexpr (in_lanes)
            if (!std::is_constant_evaluated())
                i = sum_lanes<plan<Leaves, 1>, Value>(
                    list<typename leaf_of_target<Target>::type...>{}, outputs + (Value ? 1 : 0),
                    mean, variables, binding..., weight);
        if constexpr (B > 1 && !in_lanes)
            if (samples > few_samples(B)) {
                sum_tiles<B, Leaves>(outputs, mean, variables, i, share, binding...);
            }
        if (i < samples) sum_tiles<1, Leaves>(outputs, mean, variables, i, share, binding...);
        if constexpr (Value) *outputs[0] = mean;
    }
    /// Adds the shares of tiles of B samples from `first` on.
    template <index_t B, class Leaves, class T, class Variables, class... Binding>
    static constexpr void sum_tiles(T* const* outputs, T& mean, Variables const& variables,
                                    index_t& first, T share, Binding const&... binding) {
        using tile = plan<Leaves, B>;
        index_t const samples = samples_of(binding...);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            alignas(ESPALIER_ALIGNMENT) T workspace[tile::memory.size + 1];
            if (std::is_constant_evaluated())
                for (T& element : workspace) element = T{};
            T weights[B];
            T part{};
            T* const value[]{&part};
            slots<std::index_sequence<I...>, tile_copies<B, Binding>...> copies;
            index_t const few = B == 1 ? 0 : few_samples(B);
            for (; first + few < samples; first += B) {
                for (index_t b = 0; b < B; ++b) weights[b] = first + b < samples ? share : T{};
                sums_of<T> const sums{outputs + (Value ? 1 : 0), first == 0};
                if constexpr (B == 1)
                    run_sample<tile>(value, workspace, variables, sums, first, binding...,
                                     tile_weights<B, T>{weights});
                else
                    run_sample<tile>(value, workspace, variables, sums, 0,
                                     slot_at<I>(copies).tile(binding, first, samples)...,
                                     tile_weights<B, T>{weights});
                mean += part;
            }
        }(std::index_sequence_for<Binding...>{});
    }
    template <index_t B, class T>
    struct tile_weights {
        using leaf_type = weights_leaf<B, T>;
        using value_type = T;
        static constexpr bool is_batch = false;
        static constexpr index_t scratch_size = 0;
        T const* weights;
        constexpr T const* sample(index_t, T*) const { return weights; }
    };
};

}  // namespace espalier::inline ESPALIER_ABI::detail
