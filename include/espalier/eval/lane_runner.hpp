// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/lane_context.hpp>
#include <espalier/plan/lanes.hpp>

/// Runs plans with samples in the lanes of registers.
namespace espalier::inline ESPALIER_ABI::detail {

/// What inputs and workspace of a register of samples may take of the stack, in bytes, and those of
/// several; elements of a sample, and multiplications of a product, up to which a program is small:
/// one that is differentiated, and one that is not.
inline constexpr std::size_t lane_bytes = std::size_t{1024} * 1024, packs_bytes = lane_bytes / 2;
inline constexpr index_t most_packs = 16;
inline constexpr index_t small_sample = 64, small_product = 128, small_value = 256;

/// Runs a plan, made for one sample, for a register of samples at a time: a pack.
template <class SamplePlan, class T, class Variables, class... Binding>
struct lane_runner {
    using Plan = lane_plan<SamplePlan>;
    static constexpr int width = kernel::full_width<T>;
    using V = kernel::vec<T, width>;
    using inputs = inputs_of_graph<typename Plan::graph>;
    using variables = variables_of_graph<typename Plan::graph>;
    /// A binding may be for another part of the program.
    template <class L>
    static constexpr bool is_read = position_of_name<L>(inputs{}) < inputs::size;
    template <bool Batch>
    using bound = concat_lists_t<
        std::conditional_t<Binding::is_batch == Batch && is_read<typename Binding::leaf_type>,
                           list<typename Binding::leaf_type>, list<>>...>;
    using sampled = bound<true>;
    using shared = concat_lists_t<bound<false>, variables>;
    template <class Sums>
    using context_with = lane_context<V, Variables, sampled, shared, Sums>;

    static consteval bool nodes_fit() {
        bool updates = false;
        for (int n = 0; n < static_cast<int>(Plan::count); ++n)
            updates = updates || Plan::info_of_node(n).kind == op_kind::update;
        for (int n = 0; n < static_cast<int>(Plan::count); ++n) {
            op_info const& info = Plan::info_of_node(n);
            if (info.integer || info.updates_buffer) return false;
            if (info.kind == op_kind::opaque && !info.moves_elements) return false;
            if (info.kind == op_kind::contraction &&
                info.rows * info.cols * info.depth > (updates ? small_product : small_value))
                return false;
        }
        for (int g = 0; g < Plan::fusion.count; ++g)
            if (Plan::orientation.turned[g]) return false;
        return true;
    }
    /// Registers of a pack: those of its inputs, then the workspace.
    static constexpr index_t registers = elements_of<sampled> + Plan::memory.size;
    static consteval bool make_fits() {
        if constexpr (width < 4 || sampled::size == 0 || elements_of<sampled> > small_sample)
            return false;
        else
            return nodes_fit() && registers * sizeof(V) <= lane_bytes;
    }
    static constexpr bool fits = make_fits();
    /// Packs that run before the products that wait for them.
    static constexpr index_t packs = [] {
        index_t n = 1;
        while (Plan::waiting.any && n < most_packs && 2 * n * registers * sizeof(V) <= packs_bytes)
            n *= 2;
        return n;
    }();

    lane_runner(Variables const& variables_given, Binding const&... binding) {
        [&]<class... L>(list<L...>) {
            ((at_shared<L>() = Variables::template at<L>(variables_given).data()), ...);
        }(variables{});
        T* copy = copies.data();
        auto const one = [&](auto const& given) {
            using type = std::remove_cvref_t<decltype(given)>;
            if constexpr (!type::is_batch && is_read<typename type::leaf_type>) {
                at_shared<typename type::leaf_type>() = given.sample(0, copy);
                copy += type::scratch_size;
            }
        };
        (one(binding), ...);
    }
    /// The samples from `first` on, as pack p; an output's element is a register of theirs.
    template <class Sums>
    ESPALIER_INLINE void run(index_t p, V* const* outputs, Sums const& sums, index_t first,
                             Binding const&... binding) {
        if constexpr (packs > 1) {
            run_pack(memory + p * registers, workspace_of(p), outputs, sums, first, binding...);
        } else {
            V samples[elements_of<sampled>];
            V workspace[Plan::memory.size + 1];  // what nobody reads later need not be stored
            run_pack(samples, workspace, outputs, sums, first, binding...);
        }
    }
    /// What waits for `count` packs.
    template <class Sums>
    void finish(index_t count, Sums const& sums) {
        if constexpr (packs > 1) run_groups<0, true>(memory, workspace_of(0), nullptr, sums, count);
    }

private:
    static constexpr index_t copied = (Binding::scratch_size + ... + 0);
    static constexpr index_t kept = packs == 1 ? 1 : packs * registers;
    V memory[kept];
    T const* shared_at[shared::size + 1];
    scratch<copied, T> copies;

    V* workspace_of(index_t p) { return memory + p * registers + elements_of<sampled>; }
    template <class L>
    T const*& at_shared() {
        return shared_at[position_of_name<L>(shared{})];
    }
    template <class Context>
    static ESPALIER_INLINE auto line_of(Context const& where, V* workspace, V* const* outputs) {
        using memory_type = lane_memory<plan_ticket<Plan>, V, Context, registers>;
        return machine<plan_ticket<Plan>, V, memory_type>{{{where, workspace, outputs}}};
    }
    template <class Sums>
    ESPALIER_INLINE void run_pack(V* samples, V* workspace, V* const* outputs, Sums const& sums,
                                  index_t first, Binding const&... binding) {
        (gather(samples, binding, first), ...);
        run_groups<0, false>(samples, workspace, outputs, sums, 0);
        constexpr auto copied_outputs = find_copied_outputs<Plan>();
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            context_with<Sums> const where{samples, shared_at, sums};
            auto const line = line_of(where, workspace, outputs);
            (copy_output<Plan, copied_outputs.value[I]>(line, outputs[copied_outputs.value[I]]),
             ...);
            (void)line;
        }(std::make_index_sequence<copied_outputs.count>{});
    }
    /// A plan that is not too long is one straight line of code; compilers limit that of a fold.
    template <int Begin, bool Waiting, class Sums>
    ESPALIER_INLINE void run_groups(V const* samples, V* workspace, V* const* outputs,
                                    Sums const& sums, index_t count) const {
        constexpr int rest = Plan::fusion.count - Begin;
        constexpr bool is_long = Plan::fusion.count > longest_fold;
        constexpr int some = rest < longest_fold ? rest : longest_fold;
        if constexpr (some > 0) {
            std::make_integer_sequence<int, some> const groups;
            if constexpr (is_long)
                run_apart<Begin, Waiting>(samples, workspace, shared_at, outputs, sums, count,
                                          groups);
            else
                run_some<Begin, Waiting>(samples, workspace, shared_at, outputs, sums, count,
                                         groups);
            run_groups<Begin + some, Waiting>(samples, workspace, outputs, sums, count);
        }
    }
    static constexpr int longest_fold = 160;
    template <int Begin, bool Waiting, class Sums, class Groups>
    static void run_apart(V const* samples, V* workspace, T const* const* shared_values,
                          V* const* outputs, Sums const& sums, index_t count, Groups groups) {
        run_some<Begin, Waiting>(samples, workspace, shared_values, outputs, sums, count, groups);
    }
    /// By value: what is stored cannot be thought to change where it is stored.
    template <int Begin, bool Waiting, class Sums, int... G>
    static ESPALIER_INLINE void run_some(V const* samples, V* workspace,
                                         T const* const* shared_values, V* const* outputs,
                                         Sums sums, index_t count,
                                         std::integer_sequence<int, G...>) {
        context_with<Sums> const where{samples, shared_values, sums};
        auto const line = line_of(where, workspace, outputs);
        (run_one<Begin + G, Waiting>(line, count), ...);
    }
    template <int G, bool Waiting, class Line>
    static ESPALIER_INLINE void run_one(Line const& line, index_t count) {
        constexpr bool waits = packs > 1 && Plan::waiting.waits[G];
        if constexpr (Waiting && waits)
            line.template run_waiting<G>(count);
        else if constexpr (!Waiting && !waits)
            line.template run_group<G>();
        (void)line, (void)count;
    }
    template <class One>
    static ESPALIER_INLINE void gather(V* inputs_of_pack, One const& given, index_t first) {
        if constexpr (One::is_batch && is_read<typename One::leaf_type>) {
            using leaf_type = typename One::leaf_type;
            constexpr index_t size = leaf_type::shape_type::size, w = static_cast<index_t>(width);
            V* const to = inputs_of_pack + offset_of_leaf<leaf_type>(sampled{});
            if constexpr (One::in_place) {
                kernel::turned_samples<T, width, size>::load(given.sample(first, nullptr), to);
            } else {
                T copy[w * size];
                for (index_t s = 0; s < w; ++s) given.sample(first + s, copy + s * size);
                kernel::turned_samples<T, width, size>::load(copy, to);
            }
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
