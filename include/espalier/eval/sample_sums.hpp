// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/tiles.hpp>

/// The mean of a scalar program over the samples of a run-time batch, and its gradients, in lanes,
/// in tiles, or one by one.
namespace espalier::inline ESPALIER_ABI::detail {

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
                                                 with_all_sums<graph, nodes>>::type;
    using type = typename std::conditional_t<Value, held_type<planned<updating, forward::result>>,
                                             held_type<planned<updating>>>::type;
};

/// The sums for program P over samples of `Leaves`; those marked are stored by columns.
template <class P, class Targets, bool Value, class Leaves, bool... ByColumns>
struct sample_sums;
template <class P, class... Target, bool Value, class Leaves, bool... ByColumns>
struct sample_sums<P, list<Target...>, Value, Leaves, ByColumns...> {
    template <index_t B>
    using plan = typename tile_plan<P, list<Target...>, Value, Leaves, B>::type;
    static constexpr index_t samples_of_tile = tile_samples<P, Leaves, plan<1>::memory.size>;
    static constexpr index_t workspace_size = plan<samples_of_tile>::memory.size;

    /// Gives the mean; `sums` are where the gradients go.
    template <class T, class Variables, class... Binding>
    static constexpr T run(T* const* sums, Variables const& variables, Binding const&... binding) {
        constexpr index_t B = samples_of_tile;
        index_t const samples = samples_of(binding...);
        T const share = T{1} / static_cast<T>(samples);
        T mean{};
        index_t i = 0;
        sample_weights<1, T> const weight{&share};
        constexpr bool in_lanes =
            !(ByColumns || ... || false) &&
            fits_lanes<plan<1>, T, Variables, Binding..., sample_weights<1, T>>;
        if constexpr (in_lanes)
            if (!std::is_constant_evaluated()) {
                using leaves = list<typename leaf_of_target<Target>::type...>;
                i = sum_lanes<plan<1>, Value>(leaves{}, sums, mean, variables, binding..., weight);
            }
        if constexpr (B > 1 && !in_lanes)
            if (samples > few_samples(B)) add_tiles<B>(sums, mean, variables, i, share, binding...);
        if (i < samples) add_tiles<1>(sums, mean, variables, i, share, binding...);
        return mean;
    }

private:
    template <index_t B, class T>
    using sample_weights = value_in_memory<weights_leaf<B, T>>;

    /// Adds the shares of tiles of B samples from `first` on.
    template <index_t B, class T, class Variables, class... Binding>
    static constexpr void add_tiles(T* const* sums, T& mean, Variables const& variables,
                                    index_t& first, T share, Binding const&... binding) {
        using sums_of = typename sums_of_targets<T, list<Target...>, ByColumns...>::type;
        using tile = plan<B>;
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
                sums_of const add{sums, first == 0};
                sample_weights<B, T> const weight{weights};
                if constexpr (B == 1)
                    run_sample<tile>(value, workspace, variables, add, first, binding..., weight);
                else
                    run_sample<tile>(value, workspace, variables, add, 0,
                                     slot_at<I>(copies).tile(binding, first, samples)..., weight);
                mean += part;
            }
        }(std::index_sequence_for<Binding...>{});
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
