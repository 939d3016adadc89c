// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/op/reduce.hpp>
#if ESPALIER_SIMD
#include <espalier/eval/lane_runner.hpp>
#endif

/// Samples in the lanes of registers: a small program runs for as many samples at once as a
/// register has elements, each of its elements a register. No loop of it is too short for that.
namespace espalier::inline ESPALIER_ABI::detail {

#if ESPALIER_SIMD

template <class Plan, class T, class Variables, class... Binding>
inline constexpr bool fits_lanes = lane_runner<Plan, T, Variables, Binding...>::fits;

/// Writes the first output for each sample to `to`, as far as registers are full; gives how many.
template <class Plan, class T, class Variables, class... Binding>
index_t write_lanes(T* to, Variables const& variables, Binding const&... binding) {
    using runner = lane_runner<Plan, T, Variables, Binding...>;
    constexpr index_t size = output_size<Plan>(0), w = static_cast<index_t>(runner::width);
    index_t const samples = samples_of(binding...);
    index_t i = 0;
    if (samples < w) return i;
    runner lanes(variables, binding...);
    for (; i + w <= samples; i += w) {
        typename runner::V out[size];
        typename runner::V* const outputs[]{out};
        lanes.run(0, outputs, no_lane_sums<typename runner::V>{}, i, binding...);
        kernel::turned_samples<T, runner::width, size>::store(out, to + i * size);
    }
    return i;
}
/// The sums of gradients, a register for each element: the "updates" of a plan.
template <class V, class Leaves>
struct lane_sums;
template <class V, class... Leaf>
struct lane_sums<V, list<Leaf...>> {
    V* elements;
    bool is_first;  // nothing is there yet

    struct adder {
        V* sum;
        bool is_first;
        template <int>
        ESPALIER_INLINE void apply(index_t at, V gradient) const {
            sum[at] = is_first ? gradient : sum[at] + gradient;
        }
    };
    template <class L>
    ESPALIER_INLINE adder updater() const {
        return {elements + offset_of_leaf<L>(list<Leaf...>{}), is_first};
    }
};
/// Adds up over the samples what `Plan` updates, the gradients of `Leaf...`, and its first output,
/// as far as registers are full; gives how many.
template <class Plan, bool Value, class T, class... Leaf, class Variables, class... Binding>
index_t sum_lanes(list<Leaf...>, T* const* gradients, T& value, Variables const& variables,
                  Binding const&... binding) {
    using runner = lane_runner<Plan, T, Variables, Binding...>;
    using V = typename runner::V;
    using sums_of = lane_sums<V, list<Leaf...>>;
    constexpr index_t w = static_cast<index_t>(runner::width);
    constexpr index_t all = elements_of<list<Leaf...>>, padded = (all + w - 1) / w * w;
    index_t const samples = samples_of(binding...);
    index_t i = 0;
    if (samples < w) return i;
    runner lanes(variables, binding...);
    V sums[padded + 1], part, total(T{});
    for (index_t e = all; e < padded; ++e) sums[e] = V(T{});
    V* const outputs[]{&part};
    while (i + w <= samples) {
        sums_of const add{sums, i == 0};
        index_t p = 0;
        for (; p < runner::packs && i + w <= samples; ++p, i += w) {
            lanes.run(p, outputs, sums_of{sums, i == 0}, i, binding...);
            if constexpr (Value) total = total + part;
        }
        lanes.finish(p, add);
    }
    value = kernel::combined<add_combine>(total);
    alignas(ESPALIER_ALIGNMENT) T totals[padded + 1];
    for (index_t e = 0; e < padded; e += w) kernel::sums_of_lanes(sums + e).store(totals + e);
    T const* from = totals;
    constexpr index_t sizes[]{Leaf::shape_type::size..., 0};
    for (std::size_t l = 0; l < sizeof...(Leaf); ++l)
        for (index_t e = 0; e < sizes[l]; ++e) gradients[l][e] = *from++;
    return i;
}

#else

template <class Plan, class T, class Variables, class... Binding>
inline constexpr bool fits_lanes = false;
template <class Plan, class T, class Variables, class... Binding>
index_t write_lanes(T*, Variables const&, Binding const&...) {
    return 0;
}
template <class Plan, bool Value, class T, class Leaves, class Variables, class... Binding>
index_t sum_lanes(Leaves, T* const*, T&, Variables const&, Binding const&...) {
    return 0;
}

#endif

}  // namespace espalier::inline ESPALIER_ABI::detail
