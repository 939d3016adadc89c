// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/shared_sums.hpp>

/// The mean of a scalar program over a run-time batch, and its gradients: what the samples share,
/// the samples, and the gradients of what they share.
namespace espalier::inline ESPALIER_ABI::detail {

/// Whether a gradient is a mean over samples: that of a leaf that they share.
template <class Target, class Leaves>
inline constexpr bool is_shared = false;
template <class Leaf, class... Leaves>
inline constexpr bool is_shared<leaf_target<Leaf>, list<Leaves...>> =
    !((Leaf::name.view() == Leaves::name.view()) || ... || false);

/// As `run_bound`, for a plan of the value (or not) and the gradients of a program; those marked
/// are stored by columns.
template <class P, class Targets, bool Value, class SamplePlan, bool... ByColumns>
struct batch_runner;
template <class P, class... Target, bool Value, class SamplePlan, bool... ByColumns>
struct batch_runner<P, list<Target...>, Value, SamplePlan, ByColumns...> {
    using sample_plan = SamplePlan;
    template <class... Binding>
    static constexpr index_t samples_at_once =
        tile_samples<P, concat_lists_t<batched_leaves<Binding>...>, SamplePlan::memory.size>;

    /// Elements of the workspace where all these inputs are batches.
    template <class Leaves>
    static consteval index_t workspace_size() {
        return sums_over<Leaves>::workspace_size;
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
                      !mixes_samples<SamplePlan>() && (is_shared<Target, leaves> && ... && true)) {
            T const mean = sums_over<leaves>::run(outputs + (Value ? 1 : 0), variables,
                                                  fitted<inputs>(binding)...);
            if constexpr (Value) *outputs[0] = mean;
        } else {
            run_bound<SamplePlan>(outputs, variables, binding...);
        }
    }

private:
    template <class Leaves>
    using sums_over = typename std::conditional_t<
        shared_values<P, Leaves>::count == 0,
        held_type<sample_sums<P, list<Target...>, Value, Leaves, ByColumns...>>,
        held_type<shared_sums<P, list<Target...>, Value, Leaves, ByColumns...>>>::type;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
