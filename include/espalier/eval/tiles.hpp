// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/eval/vmap.hpp>

/// Gradients over a run-time batch: tiles of a static batch, then the samples that remain. Within a
/// tile, what does not depend on the samples is computed and differentiated once.
namespace espalier::inline ESPALIER_ABI::detail {

/// Samples of a tile, and the workspace in bytes that a tile may take of the stack.
inline constexpr index_t tile_samples = 16;
inline constexpr index_t tile_workspace_limit = ESPALIER_ALIGNMENT >= 64 ? 256 * 1024 : 0;

/// B samples of a batch, from `first` on, for an input that has the sample axis.
template <class Leaf, class Binding>
struct tile_binding {
    using leaf_type = Leaf;
    using value_type = typename Leaf::value_type;
    static constexpr bool is_batch = false;
    static constexpr index_t count = Leaf::shape_type::value.axis[0];
    static constexpr index_t scratch_size = Binding::in_place ? 0 : Leaf::shape_type::size;
    Binding const& samples;
    index_t first;

    constexpr value_type const* sample(index_t, value_type* scratch) const {
        if constexpr (Binding::in_place) {
            return samples.sample(first, scratch);
        } else {
            for (index_t b = 0; b < count; ++b)
                samples.sample(first + b, scratch + b * Binding::sample_size);
            return scratch;
        }
    }
};

template <class Binding>
using batched_leaves =
    std::conditional_t<Binding::is_batch, list<typename Binding::leaf_type>, list<>>;

template <class P, class Leaves>
struct tile_program;
template <class P, class... Leaf>
struct tile_program<P, list<Leaf...>> {
    using type =
        program_of<decltype(vmap<tile_samples>(typename P::type{}, leaf_expression<Leaf>{}...))>;
};

template <class Leaf, class Leaves>
inline constexpr bool names_leaf = false;
template <class Leaf, class... Leaves>
inline constexpr bool names_leaf<Leaf, list<Leaves...>> =
    ((Leaf::name.view() == Leaves::name.view()) || ... || false);
/// A target whose gradient is a mean over the samples of a tile: a leaf that they share.
template <class Target, class Leaves>
inline constexpr bool is_shared = false;
template <class Leaf, class Leaves>
inline constexpr bool is_shared<leaf_target<Leaf>, Leaves> = !names_leaf<Leaf, Leaves>;

template <class P, class Leaves>
struct tiles_fit;
template <class P, class... Leaf>
struct tiles_fit<P, list<Leaf...>> {
    static consteval bool make() {
        using graph = flat<P>;
        if constexpr (sizeof...(Leaf) == 0 || graph::result < 0) {
            return false;
        } else {
            for (int n = 0; n < graph::count; ++n) {
                op_info const& info = graph::view.table[graph::nodes[n].op];
                if (info.shape.rank >= extents::max_rank || info.updates_buffer) return false;
                if (info.kind == op_kind::leaf && info.name.starts_with("es::")) return false;
            }
            return ((node_of<P, leaf_target<Leaf>>::value >= 0) && ...);
        }
    }
    static constexpr bool value = make();
};

template <class Binding>
constexpr decltype(auto) tile_of(Binding const& given, index_t first) {
    if constexpr (Binding::is_batch) {
        using one = typename Binding::leaf_type;
        using leaf_of_tile =
            leaf<one::kind, one::name, prepended_t<tile_samples, typename one::shape_type>,
                 typename one::value_type, one::frozen, typename one::start>;
        return tile_binding<leaf_of_tile, Binding>{given, first};
    } else {
        return (given);
    }
}

/// Writes the value of program P for each sample, one after the other; `SamplePlan` is that of one.
template <class P, class SamplePlan, class T, class Variables, class... Binding>
constexpr void run_each(T* to, Variables const& variables, Binding const&... binding) {
    using leaves = concat_lists_t<batched_leaves<Binding>...>;
    constexpr bool small = !mixes_samples<SamplePlan>() &&
                           SamplePlan::memory.size * tile_samples * 8 < tile_workspace_limit;
    index_t const samples = samples_of(binding...);
    index_t i = 0;
    if constexpr (small && P::type::shape_type::rank > 0 && tiles_fit<P, leaves>::value) {
        using graph = flat<typename tile_program<P, leaves>::type>;
        using plan_of_tile = planned<graph, graph::result>;
        if (samples >= tile_samples) {
            alignas(ESPALIER_ALIGNMENT) T workspace[plan_of_tile::memory.size + 1];
            if (std::is_constant_evaluated())
                for (T& element : workspace) element = T{};
            for (; i + tile_samples <= samples; i += tile_samples) {
                T* const outputs[]{to + i * output_size<SamplePlan>(0)};
                run_sample<plan_of_tile>(outputs, workspace, variables, no_updates{}, 0,
                                         tile_of(binding, i)...);
            }
        }
    }
    alignas(ESPALIER_ALIGNMENT) T workspace[SamplePlan::memory.size + 1];
    if (std::is_constant_evaluated())
        for (T& element : workspace) element = T{};
    for (; i < samples; ++i) {
        T* const outputs[]{to + i * output_size<SamplePlan>(0)};
        run_sample<SamplePlan>(outputs, workspace, variables, no_updates{}, i, binding...);
    }
}

/// As `run_bound`, for a plan of the value (or not) and the gradients of a scalar program.
template <class P, class Targets, bool Value, class SamplePlan>
struct batch_runner;
template <class P, class... Target, bool Value, class SamplePlan>
struct batch_runner<P, list<Target...>, Value, SamplePlan> {
    using sample_plan = SamplePlan;
    template <class Leaves>
    struct tile {
        using program = typename tile_program<P, Leaves>::type;
        using forward = flat<program>;
        using graph =
            differentiated<forward, std::integer_sequence<int, node_of<program, Target>::value...>,
                           seed_one<forward::result>>;
        template <std::size_t... I>
        static auto make(std::index_sequence<I...>) {
            if constexpr (Value)
                return held_type<planned<graph, forward::result, graph::data.gradient[I]...>>{};
            else
                return held_type<planned<graph, graph::data.gradient[I]...>>{};
        }
        using plan = typename decltype(make(std::index_sequence_for<Target...>{}))::type;
    };

    /// Whether the samples may run in tiles: each by itself, and a tile's workspace is small.
    static constexpr bool tiled = !mixes_samples<SamplePlan>() &&
                                  SamplePlan::memory.size * tile_samples * 8 < tile_workspace_limit;
    /// Elements of a tile's workspace where all these inputs are batches; 0 where there are no
    /// tiles.
    template <class Leaves>
    static consteval index_t tile_size() {
        if constexpr (tiled && tiles_fit<P, Leaves>::value)
            return tile<Leaves>::plan::memory.size;
        else
            return 0;
    }
    template <class T, class Variables, class... Binding>
    static constexpr void run(T* const* outputs, Variables const& variables,
                              Binding const&... binding) {
        using inputs = inputs_of_graph<flat<P>>;
        using leaves = concat_lists_t<batched_leaves<Binding>...>;
        constexpr bool bound = check_inputs<inputs, list<typename Binding::leaf_type...>>::ok;
        constexpr bool scalar = P::type::shape_type::rank == 0;
        if constexpr (scalar && bound && tiled && (is_shared<Target, leaves> && ... && true)) {
            if constexpr (tiles_fit<P, leaves>::value) {
                if (samples_of(binding...) >= tile_samples) {
                    run_tiles<typename tile<leaves>::plan>(outputs, variables, binding...);
                    return;
                }
            }
        }
        run_bound<SamplePlan>(outputs, variables, binding...);
    }

private:
    template <class Plan, class Variables, class T, class Workspace, class... Binding>
    static constexpr void run_one(T* const* to, Workspace& workspace, Variables const& variables,
                                  index_t i, Binding const&... binding) {
        run_sample<Plan>(to, workspace, variables, no_updates{}, i, binding...);
    }
    template <class TilePlan, class T, class Variables, class... Binding>
    static constexpr void run_tiles(T* const* outputs, Variables const& variables,
                                    Binding const&... binding) {
        constexpr index_t size = TilePlan::memory.size > SamplePlan::memory.size
                                     ? TilePlan::memory.size
                                     : SamplePlan::memory.size;
        alignas(ESPALIER_ALIGNMENT) T workspace[size + 1];
        if (std::is_constant_evaluated())
            for (T& element : workspace) element = T{};
        separate_outputs<SamplePlan, T> means;
        auto const for_each_output = [&](auto const& f) {
            for (std::size_t o = 0; o < SamplePlan::output_count; ++o)
                for (index_t e = 0; e < output_size<SamplePlan>(static_cast<int>(o)); ++e)
                    f(outputs[o][e], means.part[o][e]);
        };
        index_t const samples = samples_of(binding...);
        T const weight = static_cast<T>(tile_samples), share = T{1} / static_cast<T>(samples);
        index_t i = 0;
        for (; i + tile_samples <= samples; i += tile_samples) {
            run_one<TilePlan>(means.part, workspace, variables, 0, tile_of(binding, i)...);
            if (i == 0)
                for_each_output([&](T& total, T add) { total = weight * add; });
            else
                for_each_output([&](T& total, T add) { total += weight * add; });
        }
        for (; i < samples; ++i) {
            run_one<SamplePlan>(means.part, workspace, variables, i, binding...);
            for_each_output([](T& total, T add) { total += add; });
        }
        for_each_output([&](T& total, T) { total *= share; });
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
