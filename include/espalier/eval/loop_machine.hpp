// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/call.hpp>
#include <espalier/plan/body.hpp>
#include <espalier/plan/storage.hpp>

/// Execution of loops: the plan of a body, run step by step.
namespace espalier::inline ESPALIER_ABI::detail {

/// Runs the steps of a loop.
template <class Body, int Sequences>
struct loop_machine;
template <class Op, class Out, class... In, int Sequences>
struct loop_machine<form<Op, Out, In...>, Sequences> {
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
        using graph = flat<program_of<decltype(apply<Op>(leaf_expression<leaf_of<I>>{}...))>>;
        using plan = planned<graph, graph::result>;
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

    template <index_t Steps, bool Backwards, class T, std::size_t... I>
    static constexpr void run(std::index_sequence<I...>, T* out, T const* const* in) {
        constexpr index_t size = Out::shape_type::size;
        constexpr index_t stride[]{I > 0 && I <= Sequences ? In::shape_type::size : 0 ...};
        T const* from[]{in[I]...};
        kept_leaves<T, I...> const copies(from);
        alignas(ESPALIER_ALIGNMENT) T workspace[plan::memory.size + 1];
        if (std::is_constant_evaluated())
            for (T& element : workspace) element = T{};
        for (index_t done = 0; done < Steps; ++done) {
            index_t const t = Backwards ? Steps - 1 - done : done;
            T* const outputs[]{out + t * size};
            context<T> const at_t{{from[I] + t * stride[I]...}};
            run_plan<plan_ticket<plan>>(at_t, workspace, outputs);
            from[0] = outputs[0];
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
