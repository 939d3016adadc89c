// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/transposed.hpp>
#include <espalier/eval/updater_set.hpp>
#include <espalier/kernel/shared.hpp>
#include <espalier/plan/layout.hpp>

/// Execution: walks the groups of a plan and calls kernels that know ops and shapes only.
namespace espalier::inline ESPALIER_ABI::detail {

/// Whether loops of one form are functions, called with their extents: where code is to be short.
inline constexpr bool shares_functions = ESPALIER_SMALL;

/// Runs groups of `Plan` on values that `Memory` finds: `memory.read<Node>()`, `write<Node>()`, and
/// the updates of parameters, `updater<Node, StorageOrder>()`.
template <class PlanTicket, class T, class Memory>
struct machine {
    using Plan = redeemed<PlanTicket>;
    Memory memory;

    template <int G>
    static constexpr transposed_matrix turned_in =
        Plan::orientation.turned[G]
            ? transposed_matrix{Plan::orientation.rows[G], Plan::orientation.cols[G]}
            : transposed_matrix{};
    /// A node as it is stored: a leaf by columns, or what a turned group makes.
    template <int Node>
    static consteval transposed_matrix transposed_at() {
        constexpr int n = Plan::source(Node), g = Plan::fusion.group_of[n];
        if constexpr (Plan::info_of_node(n).kind == op_kind::leaf) {
            if constexpr (Memory::template by_columns<n>)
                return {Plan::info_of_node(n).shape.axis[0], Plan::info_of_node(n).shape.axis[1]};
        } else if constexpr (g >= 0) {
            if constexpr (!Plan::fusion.is_reduction[n]) return turned_in<g>;
        }
        return {};
    }
    /// The memory of a node, in storage order.
    template <int Node>
    ESPALIER_INLINE constexpr auto stored() const {
        return memory.template read<Plan::source(Node)>();
    }
    template <int Node, transposed_matrix Wanted = transposed_matrix{}>
    ESPALIER_INLINE constexpr auto read() const {
        constexpr transposed_matrix is = transposed_at<Node>();
        if constexpr (is == Wanted)
            return in_place<decltype(stored<Node>())>{stored<Node>()};
        else
            return copied<T, is, Wanted>(stored<Node>());
    }
    /// A product that waited, over several packs of samples in lanes.
    template <int G>
    ESPALIER_INLINE void run_waiting(index_t packs) const {
        using members = group_members<PlanTicket, G>;
        constexpr int root = members::shape.root;
        constexpr int x = Plan::source(Plan::nodes[root].operand[0]);
        constexpr int y = Plan::source(Plan::nodes[root].operand[1]);
        using op = typename Plan::template form_of<root>::op;
        using kernel = kernel::contraction<typename members::template body<T>, op::batch, op::m,
                                           op::n, op::k, op::left, op::right>;
        with_memory<G>([&](auto const& in, auto& out, auto& sums) ESPALIER_INLINE_LAMBDA {
            kernel::template over_packs<Memory::template stride<x>, Memory::template stride<y>>(
                read<x>().data(), read<y>().data(), in, out, sums,
                updates<G, false>(update_indices<G>{}), packs);
        });
    }
    template <int G>
    ESPALIER_INLINE constexpr void run_group() const {
        constexpr loop_group g = Plan::fusion.groups[G];
        if constexpr (rides<G>)
            return;  // with the group before
        else if constexpr (g.kind == group_kind::opaque)
            run_opaque<G>();
        else if constexpr (g.kind == group_kind::reduction)
            run_reduction<g.root>();
        else if constexpr (rides<G + 1>)
            run_with_rider<G>();
        else
            run_loop<G>();
    }

private:
    /// Whether plain loops stand where they are called: in a program that is one straight line, and
    /// where elements are registers.
    static constexpr bool is_inlined = [] {
        if constexpr (ESPALIER_SIMD || !kernel::is_scalar<T>)
            return !kernel::is_scalar<T>;
        else
            return Memory::is_of_line;
    }();
    template <int G>
    using layout_of = std::remove_const_t<decltype(group_members<PlanTicket, G>::layout)>;
    template <int G>
    static consteval std::size_t count_of(int layout_of<G>::* which) {
        return static_cast<std::size_t>(group_members<PlanTicket, G>::layout.*which);
    }

    template <int G>
    using update_indices = std::make_index_sequence<count_of<G>(&layout_of<G>::updated_count)>;
    /// Calls f(in, out, sums): where a group reads, stores and leaves its sums.
    template <int G, class F>
    ESPALIER_INLINE constexpr void with_memory(F const& f) const {
        with_memory<G>(f, std::make_index_sequence<count_of<G>(&layout_of<G>::read_count)>{},
                       std::make_index_sequence<count_of<G>(&layout_of<G>::store_count)>{},
                       std::make_index_sequence<count_of<G>(&layout_of<G>::reduced_count)>{});
    }
    template <int G, class F, std::size_t... R, std::size_t... S, std::size_t... D>
    ESPALIER_INLINE constexpr void with_memory(F const& f, std::index_sequence<R...>,
                                               std::index_sequence<S...>,
                                               std::index_sequence<D...>) const {
        using members = group_members<PlanTicket, G>;
        [&](auto const&... operand) ESPALIER_INLINE_LAMBDA {
            auto const in = kernel::arrays<T>(operand.data()...);
            T* out[sizeof...(S) + 1]{
                memory.template write<members::layout.member[members::layout.stored[S]]>()...};
            T* sums[sizeof...(D) + 1]{memory.template write<members::layout.reduced[D]>()...};
            f(in.all(), out, sums);
        }(read<members::layout.read[R], members::layout.how[R].kind == access_kind::full
                                            ? turned_in<G>
                                            : transposed_matrix{}>()...);
    }
    template <int G>
    ESPALIER_INLINE constexpr void run_loop() const {
        using members = group_members<PlanTicket, G>;
        with_memory<G>([&](auto const& in, auto& out, auto& sums) ESPALIER_INLINE_LAMBDA {
            if constexpr (members::shape.kind == group_kind::contraction &&
                          Plan::info_of_node(members::shape.root).makes_sums) {
                run_sums<G>(in, out, sums);
            } else if constexpr (members::shape.kind == group_kind::contraction) {
                run_contraction<G>(in, out, sums, update_indices<G>{});
            } else {
                constexpr index_t grid = members::shape.cols == no_grid ? 0 : members::shape.cols;
                constexpr index_t cols = grid > 0 && members::turned ? turned_in<G>.rows : grid;
                using kernel =
                    kernel::map<typename members::template body<T>, members::shape.size, cols>;
                if constexpr (is_inlined)
                    kernel::inlined(in, out, sums, updates<G, false>(update_indices<G>{}));
                else
                    kernel::run(in, out, sums, updates<G, false>(update_indices<G>{}));
            }
        });
    }
    /// The sums of an op that makes them one by one.
    template <int G, class In>
    ESPALIER_INLINE constexpr void run_sums(In const& in, T* const* out, T* const* sums) const {
        using members = group_members<PlanTicket, G>;
        constexpr int root = members::shape.root;
        [&]<std::size_t... K>(std::index_sequence<K...>) ESPALIER_INLINE_LAMBDA {
            sums_of<typename members::template body<T>>(typename Plan::template form_of<root>{})
                .run(in, out, sums, updates<G, false>(update_indices<G>{}),
                     read<Plan::nodes[root].operand[K]>().data()...);
        }(std::make_index_sequence<static_cast<std::size_t>(Plan::nodes[root].arity)>{});
    }
    template <class Body, class Op, class Out, class... In>
    static ESPALIER_INLINE constexpr auto sums_of(form<Op, Out, In...>) {
        return kernel::sums_of<Body, Op, Out, In...>{};
    }
    /// A product, with the outer product that is the next group.
    template <int G>
    ESPALIER_INLINE constexpr void run_with_rider() const {
        using members = group_members<PlanTicket, G>;
        using rider = group_members<PlanTicket, G + 1>;
        constexpr int root = members::shape.root, weight = Plan::nodes[root].operand[1];
        using op = typename Plan::template form_of<root>::op;
        constexpr bool across = transposed_at<weight>().rows > 0;
        with_memory<G>([&](auto const& in, auto& out, auto& sums) ESPALIER_INLINE_LAMBDA {
            with_memory<G + 1>(
                [&](auto const& rider_in, auto& rider_out, auto&) ESPALIER_INLINE_LAMBDA {
                    using shared_kernel =
                        kernel::shared_product_and_rider<typename members::template body<T>,
                                                         typename rider::template body<T>>;
                    using kernel = kernel::contraction_and_rider<typename members::template body<T>,
                                                                 typename rider::template body<T>,
                                                                 op::n, op::k, across>;
                    auto const a = read<Plan::nodes[root].operand[0]>();
                    auto const b = operand<weight, true>();
                    auto const h = read<Plan::nodes[rider::shape.root].operand[1]>();
                    auto const update = updates<G, false>(update_indices<G>{});
                    auto const rider_update = updates<G + 1, across>(update_indices<G + 1>{});
                    if constexpr (is_shared<G>)
                        shared_kernel::run(op::n, op::k, a.data(), b.data(), in, out, sums, update,
                                           h.data(), rider_in, rider_out, rider_update);
                    else if constexpr (is_inlined)
                        kernel::inlined(a.data(), b.data(), in, out, sums, update, h.data(),
                                        rider_in, rider_out, rider_update);
                    else
                        kernel::run(a.data(), b.data(), in, out, sums, update, h.data(), rider_in,
                                    rider_out, rider_update);
                });
        });
    }
    /// Whether group G runs with the one before it: in registers, where they are stored as the
    /// weights are that it updates.
    template <int G>
    static consteval bool find_rides() {
        if constexpr (G >= Plan::fusion.count || !kernel::is_scalar<T>) {
            return false;
        } else if constexpr (!Plan::fusion.groups[G].can_ride || !ESPALIER_SIMD) {
            return Plan::fusion.groups[G].can_ride;
        } else {
            using members = group_members<PlanTicket, G>;
            using body = typename members::template body<T>;
            constexpr int root = Plan::fusion.groups[G - 1].root;
            using op = typename Plan::template form_of<root>::op;
            constexpr int weight = Plan::nodes[root].operand[1];
            constexpr bool across = multiplies_columns<weight, 1, op::k, op::n, false>();
            if constexpr (!body::only_updates || across != (transposed_at<weight>().rows > 0) ||
                          !kernel::contraction_and_rider<body, body, op::n, op::k, across>::pays)
                return false;
            else
                return [&]<std::size_t... U>(std::index_sequence<U...>) {
                    return ((Memory::template updates_by_columns<members::layout.updated[U]> ==
                                 across &&
                             !Plan::info_of_node(members::layout.updated[U]).adds_to_sum) &&
                            ...);
                }(update_indices<G>{});
        }
    }
    template <int G>
    static constexpr bool rides = find_rides<G>();
    /// The updates of a group, told whether they run in the storage order of their parameters.
    template <int G, bool StorageOrder, std::size_t... U>
    ESPALIER_INLINE constexpr auto updates(std::index_sequence<U...>) const {
        using members = group_members<PlanTicket, G>;
        return updater_set<
            std::index_sequence<U...>,
            decltype(memory.template updater<members::layout.updated[U], StorageOrder>())...>{
            {memory.template updater<members::layout.updated[U], StorageOrder>()}...};
    }
    template <int G, class In, std::size_t... U>
    ESPALIER_INLINE constexpr void run_contraction(In const& in, T* const* out, T* const* sums,
                                                   std::index_sequence<U...> update) const {
        using members = group_members<PlanTicket, G>;
        using body = typename members::template body<T>;
        constexpr int root = members::shape.root;
        constexpr int x = Plan::nodes[root].operand[0], y = Plan::nodes[root].operand[1];
        using op = typename Plan::template form_of<root>::op;
        constexpr bool left = reads_left_turned<G>(), right = reads_right_turned<G>();
        auto const a = operand<x, left != op::left>();
        auto const b = operand<y, right != op::right>();
        if constexpr (members::turned)
            kernel::contraction<body, 1, op::n, op::m, op::k, !right, !left>::run(
                b.data(), a.data(), in, out, sums, updates<G, false>(update));
        else if constexpr (body::only_updates && op::batch == 1 &&
                           (Memory::template updates_by_columns<members::layout.updated[U]> &&
                            ... && true))
            kernel::contraction<body, 1, op::n, op::m, op::k, !right, !left>::run(
                b.data(), a.data(), in, out, sums, updates<G, true>(update));
        else if constexpr (is_shared<G>)
            kernel::shared_product<body, right>::run(op::n, op::k, a.data(), b.data(), in, out,
                                                     sums, updates<G, false>(update));
        else if constexpr (is_inlined)
            kernel::contraction<body, op::batch, op::m, op::n, op::k, left, right>::inlined(
                a.data(), b.data(), in, out, sums, updates<G, false>(update));
        else
            kernel::contraction<body, op::batch, op::m, op::n, op::k, left, right>::run(
                a.data(), b.data(), in, out, sums, updates<G, false>(update));
    }
    /// Whether a product reads an operand as the transpose of what is stored: a matrix stored by
    /// columns is its transpose stored by rows.
    template <int G>
    static consteval bool reads_left_turned() {
        constexpr int root = Plan::fusion.groups[G].root;
        using op = typename Plan::template form_of<root>::op;
        return op::left != multiplies_columns<Plan::nodes[root].operand[0], op::batch, op::m, op::k,
                                              op::left>();
    }
    template <int G>
    static consteval bool reads_right_turned() {
        constexpr int root = Plan::fusion.groups[G].root;
        using op = typename Plan::template form_of<root>::op;
        return op::right != multiplies_columns<Plan::nodes[root].operand[1], op::batch, op::k,
                                               op::n, op::right>();
    }
    /// All that the loops of a product depend on but its extents, as a key; 0 for other groups.
    template <int G>
    static consteval key form_of_product() {
        constexpr loop_group g = Plan::fusion.groups[G];
        if constexpr (g.kind == group_kind::contraction && !rides<G>) {
            if constexpr (!Plan::info_of_node(g.root).makes_sums) {
                using op = typename Plan::template form_of<g.root>::op;
                using form =
                    list<typename group_members<PlanTicket, G>::template body<T>,
                         decltype(std::declval<machine const&>().template updates<G, false>(
                             update_indices<G>{}))>;
                if constexpr (rides<G + 1>)
                    return mix(key_of<form>,
                               key_of<typename group_members<PlanTicket, G + 1>::template body<T>>);
                else if constexpr (op::batch == 1 && op::m == 1 && op::k > 1)
                    return mix(key_of<form>, 1 + reads_right_turned<G>());
            }
        }
        return 0;
    }
    /// Where code is to be short, three or more products of one form, which differ in their extents,
    /// are calls of one function. The calls of two are longer than what they save.
    template <int G>
    static consteval bool find_shared() {
        if constexpr (shares_functions && is_inlined && kernel::is_scalar<T>)
            if constexpr (constexpr key form = form_of_product<G>(); form != 0)
                return []<int... H>(std::integer_sequence<int, H...>) {
                    return (int{form_of_product<H>() == form} + ... + 0) > 2;
                }(std::make_integer_sequence<int, Plan::fusion.count>{});
        return false;
    }
    template <int G>
    static constexpr bool is_shared = find_shared<G>();
    /// Whether an operand of a product is such a matrix, whole and not seen in another shape.
    template <int Node, index_t Batch, index_t Rows, index_t Cols, bool Transposed>
    static consteval bool multiplies_columns() {
        constexpr transposed_matrix is = transposed_at<Node>();
        return Batch == 1 && is.rows > 0 &&
               is == (Transposed ? transposed_matrix{Cols, Rows} : transposed_matrix{Rows, Cols});
    }
    template <int Node, bool InStorageOrder>
    ESPALIER_INLINE constexpr auto operand() const {
        return read<Node, InStorageOrder ? transposed_at<Node>() : transposed_matrix{}>();
    }
    /// A node for kernels that take pointers.
    template <int Node>
    ESPALIER_INLINE constexpr auto read_pointer() const {
        if constexpr (std::is_pointer_v<decltype(read<Node>().data())>)
            return read<Node>();
        else
            return kernel::gathered<T, Plan::info_of_node(Node).shape.size()>(read<Node>().data());
    }
    template <int Node>
    ESPALIER_INLINE constexpr void run_reduction() const {
        using form = typename Plan::template form_of<Node>;
        constexpr int reduced = Plan::nodes[Node].operand[0];
        constexpr auto block =
            form::op::template block<typename Plan::template form_of<reduced>::out>;
        using combine = typename form::op::combine;
        constexpr transposed_matrix is = transposed_at<reduced>();
        if constexpr (block.outer == 1 && is == transposed_matrix{block.n, block.inner})
            kernel::reduction<T, combine, block.inner, block.n, 1>::run(
                stored<reduced>(), memory.template write<Node>());
        else if constexpr (block.inner == 1 && is == transposed_matrix{block.outer, block.n})
            kernel::reduction<T, combine, 1, block.n, block.outer>::run(
                stored<reduced>(), memory.template write<Node>());
        else
            kernel::reduction<T, combine, block.outer, block.n, block.inner>::run(
                read_pointer<reduced>().data(), memory.template write<Node>());
    }
    /// An op with a kernel of its own; a loop with what it leaves on its way.
    template <int G>
    ESPALIER_INLINE constexpr void run_opaque() const {
        constexpr int root = Plan::fusion.groups[G].root, begin = Plan::groups.begin[G];
        using form = typename Plan::template form_of<root>;
        [&]<std::size_t... K, int... Kept>(std::index_sequence<K...>,
                                           std::integer_sequence<int, Kept...>) {
            T* const kept[]{memory.template write<Plan::groups.nodes[begin + 1 + Kept]>()...,
                            nullptr};
            run_form(
                form{},
                list<
                    typename Plan::template form_of<Plan::groups.nodes[begin + 1 + Kept]>::op...>{},
                memory.template write<root>(), kept,
                read_pointer<Plan::nodes[root].operand[K]>().data()...);
        }(std::make_index_sequence<static_cast<std::size_t>(Plan::nodes[root].arity)>{},
          std::make_integer_sequence<int, Plan::groups.begin[G + 1] - begin - 1>{});
    }
    template <class Op, class Out, class... In, class... Kept, class... Pointer>
    static ESPALIER_INLINE constexpr void run_form(form<Op, Out, In...>, list<Kept...>, T* out,
                                                   [[maybe_unused]] T* const* kept, Pointer... in) {
        if constexpr (sizeof...(Kept) == 0)
            Op::template run<Out, In...>(out, in...);
        else
            Op::template run_keeping<Kept...>(out, kept, in...);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
