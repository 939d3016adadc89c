// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/shared_sums.hpp>

/// The values of a program for each sample of a run-time batch.
namespace espalier::inline ESPALIER_ABI::detail {

/// ... of one that shares nothing; `Plan` is that of a sample.
template <class P, class Leaves, class Plan, class T, class Variables, class... Binding>
constexpr void write_each(T* to, Variables const& variables, Binding const&... binding) {
    constexpr index_t B = tile_samples<P, Leaves, Plan::memory.size>;
    constexpr index_t size = output_size<Plan>(0);
    index_t const samples = samples_of(binding...);
    index_t i = 0;
    constexpr bool in_lanes = fits_lanes<Plan, T, Variables, Binding...>;
    if constexpr (in_lanes)
        if (!std::is_constant_evaluated()) i = write_lanes<Plan>(to, variables, binding...);
    if constexpr (B > 1 && !in_lanes) {
        using graph = flat<typename tile_program<P, Leaves, B>::type>;
        using plan = planned<graph, graph::result>;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            alignas(ESPALIER_ALIGNMENT) T workspace[plan::memory.size + 1];
            alignas(ESPALIER_ALIGNMENT) T last[B * size];
            if (std::is_constant_evaluated()) {
                for (T& element : workspace) element = T{};
                for (T& element : last) element = T{};
            }
            slots<std::index_sequence<I...>, tile_copies<B, Binding>...> copies;
            for (; i + few_samples(B) < samples; i += B) {
                bool const whole = i + B <= samples;
                T* const outputs[]{whole ? to + i * size : last};
                run_sample<plan>(outputs, workspace, variables, no_updates{}, 0,
                                 slot_at<I>(copies).tile(binding, i, samples)...);
                for (index_t e = 0; !whole && e < (samples - i) * size; ++e)
                    to[i * size + e] = last[e];
            }
        }(std::index_sequence_for<Binding...>{});
    }
    alignas(ESPALIER_ALIGNMENT) T workspace[Plan::memory.size + 1];
    if (std::is_constant_evaluated())
        for (T& element : workspace) element = T{};
    for (to += i * size; i < samples; ++i, to += size) {
        T* const outputs[]{to};
        run_sample<Plan>(outputs, workspace, variables, no_updates{}, i, binding...);
    }
}
/// Writes the value of program P for each sample, one after the other; `SamplePlan` is that of one.
template <class P, class SamplePlan, class T, class Variables, class... Binding>
constexpr void run_each(T* to, Variables const& variables, Binding const&... binding) {
    using leaves = concat_lists_t<batched_leaves<Binding>...>;
    if constexpr (shared_values<P, leaves>::count == 0) {
        write_each<P, leaves, SamplePlan>(to, variables, binding...);
    } else {
        using part = shared_part<P, list<>, leaves>;
        using graph = flat<typename part::core>;
        values_of_part<part, T> const shared(variables, binding...);
        [&]<std::size_t... V>(std::index_sequence<V...>) {
            write_each<typename part::core, leaves, planned<graph, graph::result>>(
                to, variables, binding..., shared.template value<V>()...);
        }(std::make_index_sequence<part::count>{});
    }
}

}  // namespace espalier::inline ESPALIER_ABI::detail
