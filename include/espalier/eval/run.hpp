// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/machine.hpp>
#include <espalier/plan/rows.hpp>

/// Runs a plan: a short one as a straight line of code, a long one row by row.
namespace espalier::inline ESPALIER_ABI::detail {

/// The memory of a plan's nodes where each is known when compiled.
template <class PlanTicket, class T, class Context>
struct plan_memory {
    using Plan = redeemed<PlanTicket>;
    using graph = graph_ticket<typename Plan::graph>;
    static constexpr bool is_of_line = true;
    Context const& context;
    T* workspace;
    T* const* outputs;

    template <int Node>
    using leaf = typename leaf_at<graph, Node>::type;
    template <int Update>
    using parameter = leaf<Plan::nodes[Update].operand[1]>;
    template <int Node>
    static constexpr bool by_columns = Context::template by_columns<leaf<Node>>;
    template <int Update>
    static constexpr bool updates_by_columns =
        Context::template updates_by_columns<parameter<Update>>;

    template <int Node>
    ESPALIER_INLINE constexpr auto read() const {
        if constexpr (Plan::info_of_node(Node).kind == op_kind::leaf)
            return context.template data<leaf<Node>>();
        else
            return static_cast<T const*>(write<Node>());
    }
    template <int Node>
    ESPALIER_INLINE constexpr T* write() const {
        if constexpr (Plan::memory.output[Node] >= 0)
            return outputs[Plan::memory.output[Node]];
        else
            return workspace + Plan::memory.offset[Node];
    }
    template <int Update, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        return context.template updater<parameter<Update>, StorageOrder>();
    }
};

/// The outputs that no loop writes: leaves, numbers, and what another output is already.
template <class Plan>
consteval indices<Plan::output_count> find_copied_outputs() {
    indices<Plan::output_count> copied;
    for (int i = 0; i < static_cast<int>(Plan::output_count); ++i) {
        int const n = Plan::source(Plan::outputs[i]);
        if (Plan::info_of_node(n).kind == op_kind::number || Plan::memory.output[n] != i)
            copied.push(i);
    }
    return copied;
}
template <class Plan, int I, class T, class Machine>
ESPALIER_INLINE constexpr void copy_output(Machine const& line, T* to) {
    constexpr int n = Plan::source(Plan::outputs[I]);
    constexpr index_t size = Plan::info_of_node(Plan::outputs[I]).shape.size();
    if constexpr (Plan::info_of_node(n).kind == op_kind::number) {
        for (index_t i = 0; i < size; ++i) to[i] = static_cast<T>(Plan::info_of_node(n).number);
    } else {
        auto const from = line.template read<n>();
        for (index_t i = 0; i < size; ++i) to[i] = static_cast<T>(from.data()[i]);
    }
}

/// What the ports of a row refer to, in one call.
template <class T, class Context>
struct row_bases {
    using addresses = decltype(std::declval<Context const&>().update_addresses());
    Context const& context;
    T const* const* read;
    std::int32_t const* const* indices;
    T* const* write;
    addresses const& updates;
};

/// A long plan, walked row by row.
template <class PlanTicket, class T, class Context>
struct walk {
    using Plan = redeemed<PlanTicket>;
    using on_line = plan_memory<PlanTicket, T, Context>;
    using bases = row_bases<T, Context>;

    struct place_list {
        leaf_place of_node[Plan::count]{};
    };
    static consteval place_list find_places() {
        place_list l;
        for (int n = 0; n < Plan::graph::count; ++n)
            if (Plan::info_of_node(n).kind == op_kind::leaf)
                l.of_node[n] =
                    Context::template place_of<T>(Plan::nodes[n].id, Plan::info_of_node(n).shape);
        return l;
    }
    static constexpr place_list places = find_places();
    static constexpr auto found = find_rows<Plan>(places.of_node);

    /// As `plan_memory`, for a row that has the form of row `Row`.
    template <int Row>
    struct row_memory {
        static constexpr bool is_of_line = false;
        bases const& base;
        port const* ports;

        template <int Node>
        static constexpr int port_of = [] {
            int i = found.first_port[Row];
            while (found.node[i] != Node) ++i;
            return i - found.first_port[Row];
        }();
        template <int Node>
        static constexpr bool by_columns = places.of_node[Node].by_columns;
        template <int Update>
        static constexpr bool updates_by_columns = on_line::template updates_by_columns<Update>;

        template <int Node>
        ESPALIER_INLINE constexpr auto read() const {
            port const at = ports[port_of<Node>];
            if constexpr (Plan::info_of_node(Node).integer)
                return base.indices[at.base];
            else
                return base.read[at.base] + at.offset;
        }
        template <int Node>
        ESPALIER_INLINE constexpr T* write() const {
            port const at = ports[port_of<Node>];
            return base.write[at.base] + at.offset;
        }
        template <int Update, bool StorageOrder>
        ESPALIER_INLINE constexpr auto updater() const {
            return base.context
                .template updater_at<typename on_line::template parameter<Update>, StorageOrder>(
                    base.updates, ports[port_of<Update>]);
        }
    };

    using action = void (*)(bases const&, port const*);
    template <int Kernel>
    static constexpr void act(bases const& base, port const* ports) {
        constexpr int first = found.group_of_kernel[Kernel];
        machine<PlanTicket, T, row_memory<found.row_of_kernel[Kernel]>> const line{{base, ports}};
        line.template run_group<first>();
        // in the same row, where it does not run with the first
        if constexpr (first + 1 < Plan::fusion.count && Plan::fusion.groups[first + 1].can_ride)
            line.template run_group<first + 1>();
    }
    struct row {
        std::uint32_t kernel = 0, first_port = 0;
    };
    struct row_list {
        row rows[static_cast<std::size_t>(found.rows)]{};
        port ports[static_cast<std::size_t>(found.ports) + 1]{};
    };
    static consteval row_list list_rows() {
        row_list l;
        for (int i = 0; i < found.rows; ++i)
            l.rows[i] = {static_cast<std::uint32_t>(found.kernel[i]),
                         static_cast<std::uint32_t>(found.first_port[i])};
        for (int i = 0; i < found.ports; ++i)
            l.ports[i] = port_of_node<Plan>(found.node[i], places.of_node);
        return l;
    }
    static constexpr row_list list = list_rows();

    template <int... Kernel>
    static constexpr void run_rows(bases const& base, std::integer_sequence<int, Kernel...>) {
        constexpr action actions[]{&act<Kernel>...};
        for (row const& one : list.rows) actions[one.kernel](base, list.ports + one.first_port);
    }
    static constexpr void run(Context const& context, T* workspace, T* const* outputs) {
        if constexpr (found.missing >= 0) {
            // says what is missing
            context.template data<typename on_line::template leaf<found.missing>>();
        } else {
            constexpr std::size_t own = 1 + Plan::output_count;
            T* write[own]{workspace};
            T const* read[own + Context::leaf_count]{workspace};
            std::int32_t const* indices[own + Context::leaf_count]{};
            for (std::size_t i = 1; i < own; ++i) read[i] = write[i] = outputs[i - 1];
            context.find_leaves(read + own, indices + own);
            auto const updates = context.update_addresses();
            run_rows({context, read, indices, write, updates},
                     std::make_integer_sequence<int, found.kernels>{});
        }
    }
};

/// So many groups, at most, are compiled as one straight line; plain loops four times as many where
/// most have a form of their own: functions, called by rows, would be longer.
inline constexpr int longest_straight_line = 32;
template <class PlanTicket, class T, class Context>
consteval bool is_straight_line() {
    constexpr int groups = redeemed<PlanTicket>::fusion.count;
    if constexpr (!ESPALIER_SIMD && groups > longest_straight_line &&
                  groups <= 4 * longest_straight_line) {
        constexpr auto const& found = walk<PlanTicket, T, Context>::found;
        return 2 * found.kernels > found.rows;
    }
    return groups <= longest_straight_line;
}

/// Runs a plan on the values that `Context` has: `context.data<Leaf>()`, `context.updater<Leaf>()`.
template <class PlanTicket, class T, class Context>
ESPALIER_INLINE constexpr void run_plan(Context const& context, T* workspace, T* const* outputs) {
    using Plan = redeemed<PlanTicket>;
    machine<PlanTicket, T, plan_memory<PlanTicket, T, Context>> const line{
        {context, workspace, outputs}};
    if constexpr (is_straight_line<PlanTicket, T, Context>())
        // what a loop stores is still at hand for the next
        [&]<int... G>(std::integer_sequence<int, G...>) ESPALIER_INLINE_LAMBDA {
            (line.template run_group<G>(), ...);
        }(std::make_integer_sequence<int, Plan::fusion.count>{});
    else
        walk<PlanTicket, T, Context>::run(context, workspace, outputs);
    constexpr auto copied = find_copied_outputs<Plan>();
    [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
        (copy_output<Plan, copied.value[I]>(line, outputs[copied.value[I]]), ...);
    }(std::make_index_sequence<copied.count>{});
}

}  // namespace espalier::inline ESPALIER_ABI::detail
