// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/sample_sums.hpp>
#include <espalier/eval/sharing.hpp>

namespace espalier::inline ESPALIER_ABI::detail {

/// Runs a plan once, for all samples.
template <class Plan, class T, class Variables, class Updates, class... Binding>
constexpr void run_once(T* const* outputs, Variables const& variables, Updates const& updates,
                        Binding const&... binding) {
    alignas(ESPALIER_ALIGNMENT) T workspace[Plan::memory.size + 1];
    if (std::is_constant_evaluated())
        for (T& element : workspace) element = T{};
    run_sample<Plan>(outputs, workspace, variables, updates, 0, binding...);
}

/// The values that samples share, computed.
template <class Part, class T>
struct values_of_part {
    alignas(ESPALIER_ALIGNMENT) T elements[Part::offset(Part::count) + 1];

    template <class Variables, class... Binding>
    constexpr explicit values_of_part(Variables const& variables, Binding const&... binding) {
        if (std::is_constant_evaluated())
            for (T& element : elements) element = T{};
        [&]<std::size_t... V>(std::index_sequence<V...>) {
            T* const outputs[]{elements + Part::offset(V)...};
            run_once<typename Part::forward>(outputs, variables, no_updates{}, binding...);
        }(std::make_index_sequence<Part::count>{});
    }
    template <std::size_t V>
    constexpr auto value() const {
        return value_in_memory<typename Part::template value<V>>{elements + Part::offset(V)};
    }
};

/// As `sample_sums`, for a program whose samples share values: these are computed before, and
/// differentiated behind the samples, for the sums of their cotangents.
template <class P, class Targets, bool Value, class Leaves, bool... ByColumns>
struct shared_sums;
template <class P, class... Target, bool Value, class Leaves, bool... ByColumns>
struct shared_sums<P, list<Target...>, Value, Leaves, ByColumns...> {
    using part = shared_part<P, list<Target...>, Leaves>;
    static constexpr std::size_t read = part::read::count, seeded = part::seeded.count;
    static constexpr auto direct = [] {
        indices<sizeof...(Target)> found;
        for (std::size_t i = 0; i < sizeof...(Target); ++i)
            if (part::read_by_samples[i]) found.push(static_cast<int>(i));
        return found;
    }();
    static constexpr std::size_t seeded_value(std::size_t i) {
        return static_cast<std::size_t>(part::seeded.value[i]);
    }
    static constexpr bool by_columns[sizeof...(Target) + 1]{ByColumns...};

    template <std::size_t... D, std::size_t... S>
    static auto make(std::index_sequence<D...>, std::index_sequence<S...>)
        -> sample_sums<typename part::core,
                       list<at<static_cast<std::size_t>(direct.value[D]), Target...>...,
                            leaf_target<typename part::template value<seeded_value(S)>>...>,
                       Value, Leaves, by_columns[direct.value[D]]..., (S >= seeded)...>;
    using samples = decltype(make(std::make_index_sequence<direct.count>{},
                                  std::make_index_sequence<seeded>{}));
    static constexpr index_t shared_size = part::offset(part::count) + part::offset(read);
    static constexpr index_t workspace_size = shared_size + samples::workspace_size;

    template <class T, class Variables, class... Binding>
    static constexpr T run(T* const* sums, Variables const& variables, Binding const&... binding) {
        values_of_part<part, T> const shared(variables, binding...);
        if constexpr (seeded == 0) {
            return run_samples(sums, static_cast<T*>(nullptr), shared, variables, binding...);
        } else {
            alignas(ESPALIER_ALIGNMENT) T cotangents[part::offset(read)];
            if (std::is_constant_evaluated())
                for (T& element : cotangents) element = T{};
            T const mean = run_samples(sums, cotangents, shared, variables, binding...);
            add_gradients(sums, cotangents, shared, variables, binding...);
            return mean;
        }
    }

private:
    template <class T, class Shared, class Variables, class... Binding>
    static constexpr T run_samples(T* const* sums, T* cotangents, Shared const& shared,
                                   Variables const& variables, Binding const&... binding) {
        return
            [&]<std::size_t... D, std::size_t... S, std::size_t... V>(
                std::index_sequence<D...>, std::index_sequence<S...>, std::index_sequence<V...>) {
                T* const all[sizeof...(D) + sizeof...(S) + 1]{
                    sums[direct[D]]..., cotangents + part::offset(seeded_value(S))...};
                return samples::run(all, variables, binding..., shared.template value<V>()...);
            }(std::make_index_sequence<direct.count>{}, std::make_index_sequence<seeded>{},
              std::make_index_sequence<read>{});
    }
    template <class T, class Shared, class Variables, class... Binding>
    static constexpr void add_gradients(T* const* sums, T const* cotangents, Shared const& shared,
                                        Variables const& variables, Binding const&... binding) {
        constexpr index_t sizes[]{Target::shape_type::size..., 0};
        for (std::size_t i = 0; i < sizeof...(Target); ++i)
            for (index_t e = 0; !part::read_by_samples[i] && e < sizes[i]; ++e) sums[i][e] = T{};
        [&]<std::size_t... S, std::size_t... V>(std::index_sequence<S...>,
                                                std::index_sequence<V...>) {
            typename sums_of_targets<T, list<Target...>, ByColumns...>::type const add{sums, false};
            run_once<typename part::backward::plan>(
                static_cast<T* const*>(nullptr), variables, add, binding...,
                shared.template value<V>()...,
                value_in_memory<typename part::template cotangent<seeded_value(S)>>{
                    cotangents + part::offset(seeded_value(S))}...);
        }(std::make_index_sequence<seeded>{}, std::make_index_sequence<part::count>{});
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
