// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/batch_runner.hpp>
#include <espalier/eval/run_each.hpp>

/// Batches in parts, each of which an executor may run on a thread of its own. Parts are tiles, so
/// a result depends on the samples alone, not on the number of threads.
namespace espalier::inline ESPALIER_ABI::detail {

/// Samples from `first` on, of a batch.
template <class Binding>
struct batch_part {
    using leaf_type = typename Binding::leaf_type;
    using value_type = typename Binding::value_type;
    static constexpr bool is_batch = true;
    static constexpr bool in_place = Binding::in_place;
    static constexpr index_t sample_size = Binding::sample_size;
    static constexpr index_t scratch_size = Binding::scratch_size;
    Binding const& whole;
    index_t first, count;

    constexpr index_t samples() const { return count; }
    constexpr value_type const* sample(index_t i, value_type* scratch) const {
        return whole.sample(first + i, scratch);
    }
};

template <class Binding>
constexpr decltype(auto) part_of(Binding const& given, index_t first, index_t count) {
    if constexpr (Binding::is_batch)
        return batch_part<Binding>{given, first, count};
    else if constexpr (std::is_same_v<Binding, rng_binding>)
        return rng_binding{given.seed, given.first + first};
    else
        return (given);
}

/// Samples of a part: those of a tile, or some that run one by one.
template <index_t OfTile>
inline constexpr index_t samples_in_part = OfTile > 1 ? OfTile : 16;

/// The mean of a runner's outputs over the parts of a batch, added up in the order of the parts.
template <class Runner, class T, class Executor, class Variables, class... Binding>
void run_parts(Executor const& on, T* const* outputs, Variables const& variables,
               Binding const&... binding) {
    using plan = typename Runner::sample_plan;
    index_t const samples = samples_of(binding...);
    constexpr index_t at_once = samples_in_part<Runner::template samples_at_once<Binding...>>;
    index_t const parts = (samples + at_once - 1) / at_once;
    if (parts == 1) return Runner::run(outputs, variables, binding...);
    on.run(parts, [&](index_t part, auto const& in_order) {
        index_t const first = part * at_once;
        index_t const count = samples - first < at_once ? samples - first : at_once;
        separate_outputs<plan, T> means;
        Runner::run(means.part, variables, part_of(binding, first, count)...);
        T const share = static_cast<T>(count) / static_cast<T>(samples);
        in_order([&] {
            for (std::size_t o = 0; o < plan::output_count; ++o)
                for (index_t e = 0; e < output_size<plan>(static_cast<int>(o)); ++e)
                    outputs[o][e] = (part == 0 ? T{} : outputs[o][e]) + share * means.part[o][e];
        });
    });
}

/// Runs a batch where the call says: on an executor among the bindings, or here.
template <class Runner, class T, class Variables, class... Binding>
constexpr void run_batch(T* const* outputs, Variables const& variables, Binding const&... binding) {
    if constexpr (any_executor<Binding...>)
        with_executor(
            [&](auto const& on, auto const&... others) {
                if constexpr ((std::remove_cvref_t<decltype(others)>::is_batch || ... || false))
                    run_parts<Runner>(on, outputs, variables, others...);
                else
                    Runner::run(outputs, variables, others...);
            },
            binding...);
    else
        Runner::run(outputs, variables, binding...);
}

/// The same for results that go sample by sample to `to`: nothing is added up.
template <class P, class SamplePlan, class T, class Variables, class... Binding>
constexpr void run_each_batch(T* to, Variables const& variables, Binding const&... binding) {
    if constexpr (any_executor<Binding...>)
        with_executor(
            [&](auto const& on, auto const&... others) {
                using leaves =
                    concat_lists_t<batched_leaves<std::remove_cvref_t<decltype(others)>>...>;
                constexpr index_t at_once =
                    samples_in_part<tile_samples<P, leaves, SamplePlan::memory.size>>;
                index_t const samples = samples_of(others...);
                on.run((samples + at_once - 1) / at_once, [&](index_t part, auto const&) {
                    index_t const first = part * at_once;
                    index_t const count = samples - first < at_once ? samples - first : at_once;
                    run_each<P, SamplePlan>(to + first * output_size<SamplePlan>(0), variables,
                                            part_of(others, first, count)...);
                });
            },
            binding...);
    else
        run_each<P, SamplePlan>(to, variables, binding...);
}

}  // namespace espalier::inline ESPALIER_ABI::detail
