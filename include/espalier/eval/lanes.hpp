// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/op/reduce.hpp>

/// Samples in the lanes of registers: a small program runs for as many samples at once as a
/// register has elements, each of its elements a register. No loop of it is too short for that.
namespace espalier::inline ESPALIER_ABI::detail {

#if ESPALIER_SIMD

/// What values and workspace may take of the stack, in bytes; elements of a sample, and
/// multiplications of a product, up to which a program is small.
inline constexpr std::size_t lane_bytes = 1024 * 1024;
inline constexpr index_t small_sample = 64, small_product = 128;

template <class Leaf, class... Other>
consteval std::size_t position_of_name(list<Other...>) {
    std::size_t i = 0;
    (void)((Other::name.view() == Leaf::name.view() || (++i, false)) || ... || false);
    return i;
}

/// Plans that update nothing have no sums.
template <class V>
struct no_lane_sums {};

/// Where the registers of each leaf begin, and what updates do.
template <class V, class Leaves, class Sums>
struct lane_context;
template <class V, class... Leaf, class Sums>
struct lane_context<V, list<Leaf...>, Sums> {
    V const* values;
    Sums const& sums;

    static constexpr index_t size = (Leaf::shape_type::size + ... + 0);
    template <class L>
    static constexpr bool by_columns = false;
    template <class L>
    static constexpr bool updates_by_columns = false;
    template <class L, bool>
    ESPALIER_INLINE auto updater() const {
        return sums.template updater<L>();
    }
    template <class L>
    static consteval index_t offset() {
        constexpr index_t sizes[]{Leaf::shape_type::size..., 0};
        index_t at = 0;
        for (std::size_t i = 0; i < position_of_name<L>(list<Leaf...>{}); ++i) at += sizes[i];
        return at;
    }
    template <class L>
    ESPALIER_INLINE V const* data() const {
        return values + offset<L>();
    }
};

template <class L, class Variables>
consteval bool is_in_logical_order() {
    using found =
        std::remove_cvref_t<decltype(Variables::template at<L>(std::declval<Variables const&>()))>;
    if constexpr (requires { typename found::layout_type; })
        return !std::is_same_v<typename found::layout_type, column_major>;
    else
        return true;
}

/// Runs `Plan`, made for one sample, for a register of samples at a time.
template <class Plan, class T, class Variables, class... Binding>
struct lane_runner {
    static constexpr int width = kernel::full_width<T>;
    using V = kernel::vec<T, width>;
    using inputs = inputs_of_graph<typename Plan::graph>;
    using shared = variables_of_graph<typename Plan::graph>;
    template <class Sums>
    using context_with = lane_context<V, concat_lists_t<inputs, shared>, Sums>;
    using context = context_with<no_lane_sums<V>>;

    template <class... L>
    static consteval bool are_in_order(list<L...>) {
        if constexpr (std::is_same_v<Variables, no_variables>)
            return sizeof...(L) == 0;
        else
            return (is_in_logical_order<L, Variables>() && ... && true);
    }
    /// Elements of a sample, of all inputs that have samples.
    static consteval index_t sample_size() {
        return ((Binding::is_batch ? Binding::leaf_type::shape_type::size : 0) + ... + 0);
    }
    static consteval bool nodes_fit() {
        for (int n = 0; n < static_cast<int>(Plan::count); ++n) {
            op_info const& info = Plan::info_of_node(n);
            if (info.integer || info.updates_buffer) return false;
            if (info.kind == op_kind::opaque && !info.moves_elements) return false;
            if (info.kind == op_kind::contraction &&
                info.rows * info.cols * info.depth > small_product)
                return false;
        }
        for (int g = 0; g < Plan::fusion.count; ++g)
            if (Plan::orientation.turned[g] || Plan::fusion.groups[g].rides) return false;
        return true;
    }
    static consteval bool make_fits() {
        if constexpr (width < 4 || sample_size() == 0 || sample_size() > small_sample)
            return false;
        else
            return nodes_fit() && are_in_order(shared{}) &&
                   (context::size + Plan::memory.size) * sizeof(V) <= lane_bytes;
    }
    static constexpr bool fits = make_fits();

    lane_runner(Variables const& variables, Binding const&... binding) {
        [&]<class... L>(list<L...>) {
            (broadcast<L>(Variables::template at<L>(variables).data()), ...);
        }(shared{});
        auto const one = [&](auto const& given) {
            using type = std::remove_cvref_t<decltype(given)>;
            if constexpr (!type::is_batch) {
                scratch<type::scratch_size, typename type::value_type> copy;
                broadcast<typename type::leaf_type>(given.sample(0, copy.data()));
            }
        };
        (one(binding), ...);
    }
    /// The samples from `first` on; an output's element is a register of theirs.
    template <class Sums>
    void run(V* const* outputs, Sums const& sums, index_t first, Binding const&... binding) {
        (gather(binding, first), ...);
        context_with<Sums> const where{values, sums};
        using memory = plan_memory<plan_ticket<Plan>, V, context_with<Sums>>;
        machine<plan_ticket<Plan>, V, memory> const line{{where, workspace, outputs}};
        run_groups<0>(line);
        constexpr auto copied = find_copied_outputs<Plan>();
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (copy_output<Plan, copied.value[I]>(line, outputs[copied.value[I]]), ...);
        }(std::make_index_sequence<copied.count>{});
    }

private:
    /// Compilers limit the length of a fold.
    template <int Begin, class Line>
    static void run_groups(Line const& line) {
        constexpr int rest = Plan::fusion.count - Begin, count = rest < 64 ? rest : 64;
        if constexpr (count > 0) {
            [&]<int... G>(std::integer_sequence<int, G...>) {
                (line.template run_group<Begin + G>(), ...);
            }(std::make_integer_sequence<int, count>{});
            run_groups<Begin + count>(line);
        }
    }

    V values[context::size + 1];
    V workspace[Plan::memory.size + 1];

    template <class L>
    void broadcast(T const* from) {
        V* const to = values + context::template offset<L>();
        for (index_t e = 0; e < L::shape_type::size; ++e) to[e] = V(from[e]);
    }
    template <class One>
    void gather(One const& given, index_t first) {
        if constexpr (One::is_batch) {
            using leaf_type = typename One::leaf_type;
            constexpr index_t size = leaf_type::shape_type::size, w = static_cast<index_t>(width);
            T* const to = reinterpret_cast<T*>(values + context::template offset<leaf_type>());
            if constexpr (One::in_place) {
                kernel::transposition<T, w, size>::run(given.sample(first, nullptr), to);
            } else {
                scratch<One::scratch_size, T> copy;
                for (index_t s = 0; s < w; ++s) {
                    T const* const from = given.sample(first + s, copy.data());
                    for (index_t e = 0; e < size; ++e) to[e * w + s] = from[e];
                }
            }
        }
    }
};

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
    typename runner::V out[size];
    typename runner::V* const outputs[]{out};
    for (; i + w <= samples; i += w) {
        lanes.run(outputs, no_lane_sums<typename runner::V>{}, i, binding...);
        kernel::transposition<T, size, w>::run(reinterpret_cast<T const*>(out), to + i * size);
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

    static constexpr index_t size = (Leaf::shape_type::size + ... + 0);
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
        using context = lane_context<V, list<Leaf...>, lane_sums>;
        return {elements + context::template offset<L>(), is_first};
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
    index_t const samples = samples_of(binding...);
    index_t i = 0;
    if (samples < w) return i;
    runner lanes(variables, binding...);
    V sums[sums_of::size + 1], part, total(T{});
    V* const outputs[]{&part};
    for (; i + w <= samples; i += w) {
        lanes.run(outputs, sums_of{sums, i == 0}, i, binding...);
        if constexpr (Value) total = total + part;
    }
    value = kernel::combined<add_combine>(total);
    V const* from = sums;
    for (index_t l = 0; l < sizeof...(Leaf); ++l) {
        constexpr index_t sizes[]{Leaf::shape_type::size..., 0};
        for (index_t e = 0; e < sizes[l]; ++e)
            gradients[l][e] = kernel::combined<add_combine>(*from++);
    }
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
