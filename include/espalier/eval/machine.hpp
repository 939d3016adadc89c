// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/plan/layout.hpp>

/// Execution: walks the groups of a plan and calls kernels that know ops and shapes only.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t I, class U>
struct updater_slot {
    U updater;
};
template <class I, class... U>
struct updater_set;
/// The updates of one group: called with their number, an element, and its gradient.
template <std::size_t... I, class... U>
struct updater_set<std::index_sequence<I...>, U...> : updater_slot<I, U>... {
    template <std::size_t N, class V>
    ESPALIER_INLINE constexpr void operator()(std::integral_constant<std::size_t, N>, index_t at,
                                              V gradient) const {
        call<N>(*this, at, gradient);
    }
    template <std::size_t N, class One, class V>
    static ESPALIER_INLINE constexpr void call(updater_slot<N, One> const& slot, index_t at,
                                               V gradient) {
        slot.updater(at, gradient);
    }
};

/// Runs `Plan` on values that `Context` finds: `context.data<Leaf>()`, `context.updater<Op>()`.
template <class PlanTicket, class T, class Context>
struct machine {
    using Plan = redeemed<PlanTicket>;
    using graph = graph_ticket<typename Plan::graph>;
    Context const& context;
    T* workspace;
    T* const* outputs;

    template <int Node>
    ESPALIER_INLINE constexpr auto read() const {
        constexpr int n = Plan::source(Node);
        if constexpr (Plan::info_of_node(n).kind == op_kind::leaf)
            return context.template data<typename leaf_at<graph, n>::type>();
        else
            return static_cast<T const*>(place<n>());
    }
    template <int Node>
    ESPALIER_INLINE constexpr T* place() const {
        if constexpr (Plan::memory.output[Node] >= 0)
            return outputs[Plan::memory.output[Node]];
        else
            return workspace + Plan::memory.offset[Node];
    }

    template <int G>
    ESPALIER_INLINE constexpr void run_group() const {
        constexpr loop_group g = Plan::fusion.groups[G];
        if constexpr (g.kind == group_kind::opaque)
            run_opaque<g.root>();
        else if constexpr (g.kind == group_kind::reduction)
            run_reduction<g.root>();
        else
            run_loop<G>(std::make_index_sequence<count_of<G>(&layout_of<G>::read_count)>{},
                        std::make_index_sequence<count_of<G>(&layout_of<G>::store_count)>{},
                        std::make_index_sequence<count_of<G>(&layout_of<G>::reduced_count)>{},
                        std::make_index_sequence<count_of<G>(&layout_of<G>::updated_count)>{});
    }

    /// Groups in chunks: compilers limit the length of a fold.
    template <int Begin>
    ESPALIER_INLINE constexpr void run_from() const {
        constexpr int chunk = 64;
        constexpr int count = Plan::fusion.count - Begin < chunk ? Plan::fusion.count - Begin : chunk;
        if constexpr (count > 0) {
            [&]<int... G>(std::integer_sequence<int, G...>) {
                (run_group<Begin + G>(), ...);
            }(std::make_integer_sequence<int, count>{});
            run_from<Begin + count>();
        }
    }
    ESPALIER_INLINE constexpr void run() const {
        run_from<0>();
        copy_outputs(std::make_index_sequence<Plan::output_count>{});
    }

private:
    template <int G>
    using layout_of = std::remove_const_t<decltype(group_members<PlanTicket, G>::layout)>;
    template <int G>
    static consteval std::size_t count_of(int layout_of<G>::*which) {
        return static_cast<std::size_t>(group_members<PlanTicket, G>::layout.*which);
    }

    template <int G, std::size_t... R, std::size_t... S, std::size_t... D, std::size_t... U>
    ESPALIER_INLINE constexpr void run_loop(std::index_sequence<R...>, std::index_sequence<S...>,
                                            std::index_sequence<D...>,
                                            std::index_sequence<U...>) const {
        using members = group_members<PlanTicket, G>;
        constexpr loop_group g = members::shape;
        using body = typename members::template body<T>;
        T const* in[sizeof...(R) + 1]{read<members::layout.read[R]>()...};
        T* out[sizeof...(S) + 1]{place<members::layout.member[members::layout.stored[S]]>()...};
        updater_set<std::index_sequence<U...>,
                    decltype(context.template updater<
                             typename Plan::template form_of<members::layout.updated[U]>::op>())...> const
            updates{{context.template updater<
                typename Plan::template form_of<members::layout.updated[U]>::op>()}...};
        if constexpr (g.kind == group_kind::contraction) {
            using op = typename Plan::template form_of<g.root>::op;
            kernel::contraction<body, op::batch, op::m, op::n, op::k, op::left, op::right>::run(
                read<Plan::nodes[g.root].operand[0]>(), read<Plan::nodes[g.root].operand[1]>(), in,
                out, updates);
        } else {
            T* sums[sizeof...(D) + 1]{place<members::layout.reduced[D]>()...};
            constexpr index_t cols = g.cols == no_grid ? 0 : g.cols;
            kernel::map<body, g.size, cols>::run(in, out, sums, updates);
        }
    }
    template <int Node>
    ESPALIER_INLINE constexpr void run_reduction() const {
        using form = typename Plan::template form_of<Node>;
        constexpr int operand = Plan::nodes[Node].operand[0];
        constexpr auto block =
            form::op::template block<typename Plan::template form_of<operand>::out>;
        kernel::reduction<T, typename form::op::combine, block.outer, block.n, block.inner>::run(
            read<operand>(), place<Node>());
    }
    template <int Node>
    ESPALIER_INLINE constexpr void run_opaque() const {
        using form = typename Plan::template form_of<Node>;
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            run_form(form{}, place<Node>(), read<Plan::nodes[Node].operand[K]>()...);
        }(std::make_index_sequence<static_cast<std::size_t>(Plan::nodes[Node].arity)>{});
    }
    template <class Op, class Out, class... In, class... Pointer>
    static ESPALIER_INLINE constexpr void run_form(form<Op, Out, In...>, T* out, Pointer... in) {
        Op::template run<Out, In...>(out, in...);
    }
    template <std::size_t... I>
    ESPALIER_INLINE constexpr void copy_outputs(std::index_sequence<I...>) const {
        (copy_output<static_cast<int>(I)>(), ...);
    }
    template <int I>
    ESPALIER_INLINE constexpr void copy_output() const {
        constexpr int n = Plan::source(Plan::outputs[I]);
        constexpr index_t size = Plan::info_of_node(Plan::outputs[I]).shape.size();
        if constexpr (Plan::info_of_node(n).kind == op_kind::number) {
            for (index_t i = 0; i < size; ++i)
                outputs[I][i] = static_cast<T>(Plan::info_of_node(n).number);
        } else if constexpr (Plan::memory.output[n] != I) {
            auto const from = read<n>();
            for (index_t i = 0; i < size; ++i) outputs[I][i] = static_cast<T>(from[i]);
        }
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
