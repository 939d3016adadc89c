// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/plan/body.hpp>
#include <espalier/plan/storage.hpp>

/// Execution of loops: the plan of a body, run step by step.
namespace espalier::inline ESPALIER_ABI::detail {

/// Several results as one.
struct bundle_op : opaque<"bundle"> {
    template <class First, class...>
    static consteval auto result() {
        return First{};
    }
};

/// Runs the steps of a loop, whose body makes the results of these ops.
template <class Arrays, int Sequences, class... Op>
struct loop_machine;
template <class... In, int Sequences, class... Op>
struct loop_machine<list<In...>, Sequences, Op...> {
    static constexpr std::size_t count = sizeof...(In);
    /// What is the same at each step may be kept by columns, as weights are.
    template <std::size_t I>
    using leaf_of =
        argument_leaf<I <= Sequences ? leaf_kind::input : leaf_kind::buffer, I, at<I, In...>>;
    template <class Indices>
    struct parts_of;
    template <std::size_t... I>
    struct parts_of<std::index_sequence<I...>> {
        using leaves = list<leaf_of<I>...>;
        template <class One>
        static auto apply_one() -> decltype(apply<One>(leaf_expression<leaf_of<I>>{}...));
        using graph = flat<program_of<decltype(apply<bundle_op>(apply_one<Op>()...))>>;
        template <std::size_t... K>
        static auto plan_results(std::index_sequence<K...>)
            -> planned<graph, graph::nodes[graph::result].operand[K]...>;
        using plan = decltype(plan_results(std::index_sequence_for<Op...>{}));
        static constexpr key ids[sizeof...(I)]{leaf_id(hash(leaf_of<I>::name.view()))...};
        static constexpr bool by_columns[sizeof...(I)]{storage<graph>.find(ids[I]) == 1 ...};
    };
    using parts = parts_of<std::index_sequence_for<In...>>;
    using plan = typename parts::plan;

    template <class T>
    struct context {
        T const* at[count];
        template <class L>
        static constexpr bool by_columns =
            parts::by_columns[position_of<L>(typename parts::leaves{})];
        template <class L>
        ESPALIER_INLINE constexpr T const* data() const {
            return at[position_of<L>(typename parts::leaves{})];
        }
        template <class>
        static constexpr bool updates_by_columns = false;

        /// The same for long bodies, by the numbers of the arguments.
        static constexpr std::size_t leaf_count = count;
        template <class>
        static consteval leaf_place place_of(key id, extents const&) {
            leaf_place place;
            for (std::size_t i = 0; i < count; ++i)
                if (parts::ids[i] == id) {
                    place.number = static_cast<int>(i);
                    place.by_columns = parts::by_columns[i];
                }
            return place;
        }
        constexpr void find_leaves(T const** numbers, std::int32_t const**) const {
            for (std::size_t i = 0; i < count; ++i) numbers[i] = at[i];
        }
        constexpr no_updates::none update_addresses() const { return {}; }
    };
    /// A copy by columns, if that is how a leaf is kept.
    template <class T, std::size_t I>
    struct kept {
        static constexpr bool turned = parts::by_columns[I];
        static constexpr auto shape = leaf_of<I>::shape_type::value;
        alignas(turned ? ESPALIER_ALIGNMENT : alignof(T)) T copy[turned ? shape.size() : 1];
        constexpr explicit kept(T const*& where) {
            if (std::is_constant_evaluated())
                for (T& element : copy) element = T{};
            if constexpr (turned) {
                kernel::transposition<T, shape.axis[0], shape.axis[1]>::run(where, copy);
                where = copy;
            }
        }
    };
    template <class T, std::size_t... I>
    struct kept_leaves : kept<T, I>... {
        constexpr explicit kept_leaves(T const** where) : kept<T, I>(where[I])... {}
    };

    /// For the first state, sequences and shared arrays `in`: all results of each op, into `out`.
    /// After each step, its state is in `states`, which may be one of these results.
    template <index_t Steps, bool Backwards, class T, class State>
    static constexpr void run(T* const* out, State* states, T const* const* in) {
        run<Steps, Backwards>(std::index_sequence_for<In...>{}, out, states, in);
    }

private:
    template <index_t Steps, bool Backwards, class T, class State, std::size_t... I>
    static constexpr void run(std::index_sequence<I...>, T* const* out, State* states,
                              T const* const* in) {
        constexpr index_t state_size = at<0, In...>::shape_type::size;
        constexpr index_t stride[]{I > 0 && I <= Sequences ? In::shape_type::size : 0 ...};
        constexpr index_t size[]{result_t<Op, In...>::shape_type::size...};
        T const* from[]{in[I]...};
        kept_leaves<T, I...> const copies(from);
        alignas(ESPALIER_ALIGNMENT) T workspace[plan::memory.size + 1];
        if (std::is_constant_evaluated())
            for (T& element : workspace) element = T{};
        for (index_t done = 0; done < Steps; ++done) {
            index_t const t = Backwards ? Steps - 1 - done : done;
            T* outputs[sizeof...(Op)];
            for (std::size_t i = 0; i < sizeof...(Op); ++i) outputs[i] = out[i] + t * size[i];
            context<T> const at_t{{from[I] + t * stride[I]...}};
            run_plan<plan_ticket<plan>>(at_t, workspace, outputs);
            from[0] = states + t * state_size;
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
