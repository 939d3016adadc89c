// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/arguments.hpp>

/// A call of a plan: runs it once, or over the samples of a batch.
namespace espalier::inline ESPALIER_ABI::detail {

template <class Plan>
constexpr index_t output_size(int i) {
    return Plan::info_of_node(Plan::outputs[i]).shape.size();
}
template <class Plan>
constexpr index_t all_outputs_size() {
    index_t n = 0;
    for (std::size_t i = 0; i < Plan::output_count; ++i)
        n += output_size<Plan>(static_cast<int>(i));
    return n;
}

/// Memory for all outputs of a plan.
template <class Plan, class T>
struct separate_outputs {
    T elements[all_outputs_size<Plan>() + 1]{};
    T* part[Plan::output_count + 1]{};
    constexpr separate_outputs() {
        index_t at = 0;
        for (std::size_t o = 0; o < Plan::output_count; ++o) {
            part[o] = elements + at;
            at += output_size<Plan>(static_cast<int>(o));
        }
    }
    separate_outputs(separate_outputs const&) = delete;
};

template <index_t N, class T>
struct scratch {
    T elements[N];
    constexpr scratch() {
        if (std::is_constant_evaluated())
            for (T& element : elements) element = T{};
    }
    constexpr T* data() { return elements; }
};
template <class T>
struct scratch<0, T> {
    constexpr T* data() { return nullptr; }
};

/// Runs `Plan` for one sample of the bindings.
template <class Plan, class T, class Variables, class Updates, class... Binding>
ESPALIER_INLINE constexpr void run_sample(T* const* outputs, T* workspace,
                                          Variables const& variables, Updates const& updates,
                                          index_t i, Binding const&... binding) {
    using error =
        decltype(error_of_variables<Variables>(variables_of_graph<typename Plan::graph>{}));
    if constexpr (!std::is_void_v<error>)
        static_assert(sizeof(error) > 0);
    else
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            [[maybe_unused]] slots<std::index_sequence<I...>,
                                   scratch<Binding::scratch_size, typename Binding::value_type>...>
                copies;
            using pointers =
                slots<std::index_sequence<I...>, typename Binding::value_type const*...>;
            call_context<Variables, Updates, list<typename Binding::leaf_type...>, pointers> const
                context{variables, updates,
                        pointers{{binding.sample(
                            Binding::is_batch || std::is_same_v<Binding, rng_binding> ? i : 0,
                            slot_at<I>(copies).data())}...}};
            run_plan<plan_ticket<Plan>>(context, workspace, outputs);
        }(std::index_sequence_for<Binding...>{});
}

template <class... Binding>
constexpr index_t samples_of(Binding const&... binding) {
    index_t samples = 0;
    [[maybe_unused]] auto const agree = [&](auto const& one) {
        using type = std::remove_cvref_t<decltype(one)>;
        if constexpr (type::is_batch) {
            index_t const n = one.samples();
            if (samples == 0)
                samples = n;
            else if (n != samples)
                raise(shape_error(type::leaf_type::name.view(),
                                  "has a batch of another length than the others:", samples, n));
        }
    };
    (agree(binding), ...);
    return samples == 0 ? 1 : samples;
}

template <class Plan>
struct samples_are_mixed {
    static_assert(
        never_type<Plan>,
        "espalier: an op that mixes samples (batch_norm in training) needs the batch in the "
        "shape, es::input<\"x\", es::shape<N, ...>>; it does not run over a run-time batch");
};
template <class Plan>
consteval bool mixes_samples() {
    for (int n = 0; n < Plan::graph::count; ++n)
        if (Plan::info_of_node(n).updates_buffer) return true;
    return false;
}

template <class Plan, class T, class Variables, class Updates, class... Binding>
constexpr void run_fitted(T* const* outputs, Variables const& variables, Updates const& updates,
                          Binding const&... binding) {
    constexpr bool any_open = (is_open<Binding> || ... || false);
    constexpr bool any_batch = (Binding::is_batch || ... || false);
    if constexpr (mixes_samples<Plan>() && any_open) {
        run_fitted<Plan>(outputs, variables, updates, as_one_sample(binding)...);
    } else if constexpr (mixes_samples<Plan>() && any_batch) {
        static_assert(sizeof(samples_are_mixed<typename Plan::graph>) > 0);
    } else {
        alignas(ESPALIER_ALIGNMENT) T workspace[Plan::memory.size + 1];
        if (std::is_constant_evaluated())
            for (T& element : workspace) element = T{};
        [[maybe_unused]] index_t const samples = samples_of(binding...);
        run_sample<Plan>(outputs, workspace, variables, updates, 0, binding...);
        if constexpr (any_batch) {
            separate_outputs<Plan, T> one;
            for (index_t i = 1; i < samples; ++i) {
                run_sample<Plan>(one.part, workspace, variables, updates, i, binding...);
                for (std::size_t o = 0; o < Plan::output_count; ++o)
                    for (index_t e = 0; e < output_size<Plan>(static_cast<int>(o)); ++e)
                        outputs[o][e] += one.part[o][e];
            }
            T const share = T{1} / static_cast<T>(samples);
            for (std::size_t o = 0; o < Plan::output_count; ++o)
                for (index_t e = 0; e < output_size<Plan>(static_cast<int>(o)); ++e)
                    outputs[o][e] *= share;
        }
    }
}

/// Runs `Plan` and writes its outputs: means over the samples where a binding is a batch.
template <class Plan, class T, class Variables, class... Binding>
constexpr void run_bound(T* const* outputs, Variables const& variables, Binding const&... binding) {
    using inputs = inputs_of_graph<typename Plan::graph>;
    using check = check_inputs<inputs, bound_leaves<Binding...>>;
    if constexpr (!check::ok)
        static_assert(sizeof(typename check::error) > 0);
    else
        run_fitted<Plan>(outputs, variables, no_updates{}, fitted<inputs>(binding)...);
}
/// The same, for a plan with updates.
template <class Plan, class T, class Variables, class Updates, class... Binding>
constexpr void run_updating(T* const* outputs, Variables const& variables, Updates const& updates,
                            Binding const&... binding) {
    using inputs = inputs_of_graph<typename Plan::graph>;
    static_assert(check_inputs<inputs, list<typename Binding::leaf_type...>>::ok);
    run_fitted<Plan>(outputs, variables, updates, fitted<inputs>(binding)...);
}

}  // namespace espalier::inline ESPALIER_ABI::detail
