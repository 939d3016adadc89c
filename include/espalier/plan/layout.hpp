// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/contraction.hpp>
#include <espalier/kernel/reduction.hpp>
#include <espalier/plan/plan.hpp>

/// From a group of nodes to the type of its kernel: members, reads, stores, reductions, updates.
namespace espalier::inline ESPALIER_ABI::detail {

template <std::size_t Capacity>
struct group_layout {
    int member[Capacity]{};  // nodes, in order; numbers among them
    int member_count = 0;
    int source[Capacity][max_operands]{};  // >= 0: member; < 0: read -1 - s
    int read[Capacity * 2]{};              // operand nodes, aliases not yet followed
    int reader[Capacity * 2]{};            // a node that reads it so: its shape gives the strides
    access how[Capacity * 2]{};
    int read_count = 0;
    int start = -1;  // the read at which the sum of the product starts: member 0 is their sum
    int stored[Capacity]{};  // members
    int store_count = 0;
    int reduced[Capacity]{};  // reduction nodes
    int reduced_source[Capacity]{};
    int reduced_count = 0;
    int updated[Capacity]{};  // update nodes
    int updated_source[Capacity]{};
    int updated_count = 0;
};

template <class PlanTicket, int G>
struct group_members {
    using Plan = redeemed<PlanTicket>;
    static constexpr int begin = Plan::groups.begin[G];
    static constexpr int end = Plan::groups.begin[G + 1];
    static consteval std::size_t most_members() {
        int most = 0;
        for (int i = begin; i < end; ++i) {
            node const& n = Plan::nodes[Plan::groups.nodes[i]];
            most += 4;
            for (int k = 0; k < n.arity; ++k)
                most += Plan::fusion.constants[Plan::source(n.operand[k])];
        }
        return static_cast<std::size_t>(most + 4);
    }
    static constexpr std::size_t capacity = most_members();
    static constexpr loop_group shape = Plan::fusion.groups[G];
    static constexpr bool turned = Plan::orientation.turned[G];

    static constexpr bool reads_root(int n) {
        for (int k = 0; k < Plan::nodes[n].arity; ++k)
            if (Plan::source(Plan::nodes[n].operand[k]) == shape.root) return true;
        return false;
    }
    /// What alone is added to the product, so that its sum can start there: a bias; else -1.
    static constexpr int addend_of_root() {
        if constexpr (shape.kind == group_kind::contraction)
            return find_addend();
        else
            return -1;
    }
    static constexpr int find_addend() {
        if (Plan::fusion.stored[shape.root]) return -1;
        int reader = -1;
        for (int i = begin; i < end; ++i) {
            int const n = Plan::groups.nodes[i];
            if (n == shape.root || !reads_root(n)) continue;
            if (reader >= 0) return -1;
            reader = n;
        }
        if (reader != Plan::groups.nodes[begin + 1] || Plan::fusion.is_reduction[reader]) return -1;
        op_info const& what = Plan::info_of_node(reader);
        if (what.neutral != 0 || !what.commutes_with_neutral[0] || !what.commutes_with_neutral[1])
            return -1;
        int const other =
            Plan::nodes[reader].operand[Plan::source(Plan::nodes[reader].operand[0]) == shape.root];
        int const from = Plan::source(other);
        bool const read = from != shape.root &&
                          Plan::fusion.group_of[from] != Plan::fusion.group_of[reader] &&
                          Plan::fusion.constants[from] == 0;
        return read ? other : -1;
    }
    static consteval auto make() {
        group_layout<capacity> l;
        auto find_member = [&l](int sought) {
            for (int i = 0; i < l.member_count; ++i)
                if (l.member[i] == sought) return i;
            return -1;
        };
        auto add_member = [&l](int n, int const* sources, int count) {
            for (int k = 0; k < count; ++k) l.source[l.member_count][k] = sources[k];
            l.member[l.member_count] = n;
            return l.member_count++;
        };
        auto make_constant = [&](auto const& make_operand, int n) {
            if (int const m = find_member(n); m >= 0) return m;
            int const arity = Plan::nodes[n].arity;
            int sources[max_operands]{};
            for (int k = 0; k < arity; ++k)
                sources[k] = make_operand(make_operand, Plan::source(Plan::nodes[n].operand[k]));
            return add_member(n, sources, arity);
        };
        auto resolve = [&](int operand, int reader) {
            int const from = Plan::source(operand);
            if (int const m = find_member(from); m >= 0) return m;
            if (Plan::fusion.constants[from] > 0) return make_constant(make_constant, from);
            access const how =
                access_of(Plan::info_of_node(operand).shape, Plan::info_of_node(reader).shape);
            for (int i = 0; i < l.read_count; ++i)
                if (Plan::source(l.read[i]) == from && l.how[i].kind == how.kind &&
                    l.how[i].cols == how.cols && how.kind != access_kind::general)
                    return -1 - i;
            l.read[l.read_count] = operand;
            l.reader[l.read_count] = reader;
            l.how[l.read_count] = how;
            return -1 - l.read_count++;
        };
        int const addend = addend_of_root();
        for (int i = begin; i < end; ++i) {
            int const n = Plan::groups.nodes[i];
            if (addend >= 0 && n == shape.root) continue;
            op_info const& what = Plan::info_of_node(n);
            if (what.kind == op_kind::update) {
                l.updated[l.updated_count] = n;
                l.updated_source[l.updated_count++] = resolve(Plan::nodes[n].operand[0], n);
            } else if (Plan::fusion.is_reduction[n]) {
                l.reduced[l.reduced_count] = n;
                l.reduced_source[l.reduced_count++] =
                    resolve(Plan::nodes[n].operand[0], Plan::nodes[n].operand[0]);
            } else {
                int sources[max_operands]{};
                if (addend >= 0 && reads_root(n))
                    l.start = -1 - resolve(addend, n);
                else if (n != shape.root)
                    for (int k = 0; k < Plan::nodes[n].arity; ++k)
                        sources[k] = resolve(Plan::nodes[n].operand[k], n);
                if (Plan::fusion.stored[n]) l.stored[l.store_count++] = l.member_count;
                add_member(n, sources, max_operands);
            }
        }
        return l;
    }
    static constexpr auto layout = make();

    template <int Member>
    static constexpr auto member_type() {
        constexpr int n = layout.member[Member];
        using form = typename Plan::template form_of<n>;
        if constexpr (Member == 0 && layout.start >= 0) {
            return kernel::produced_from<layout.start>{};
        } else if constexpr (n == shape.root) {
            return kernel::produced_member{};
        } else if constexpr (kind_of<typename form::op> == op_kind::number) {
            return kernel::constant_member<bits_of(value_of_number<typename form::op>)>{};
        } else {
            return []<std::size_t... K>(std::index_sequence<K...>) {
                return kernel::member<typename form::op, layout.source[Member][K]...>{};
            }(std::make_index_sequence<static_cast<std::size_t>(Plan::nodes[n].arity)>{});
        }
    }

    static constexpr extents const& shape_of_reader(int read) {
        return Plan::info_of_node(layout.reader[read]).shape;
    }
    struct broadcast_strides {
        index_t step[extents::max_rank]{};
    };
    static constexpr broadcast_strides strides_of(int read) {
        extents const& from = Plan::info_of_node(layout.read[read]).shape;
        extents const& to = shape_of_reader(read);
        broadcast_strides s;
        index_t size = 1;
        for (int i = to.rank - 1, j = from.rank - 1; j >= 0; --i, --j) {
            s.step[i] = from.axis[j] > 1 ? size : 0;
            size *= from.axis[j];
        }
        return s;
    }
    template <int Read>
    static constexpr auto read_type() {
        constexpr access how = layout.how[Read];
        using kernel::motion;
        // in a transpose, rows are columns
        constexpr motion moves = how.kind == access_kind::full              ? motion::element
                                 : how.kind == access_kind::scalar          ? motion::fixed
                                 : (how.kind == access_kind::row) != turned ? motion::column
                                                                            : motion::row;
        if constexpr (how.kind == access_kind::general) {
            return []<std::size_t... I>(std::index_sequence<I...>) {
                return kernel::read_by_strides<espalier::shape<shape_of_reader(Read).axis[I]...>,
                                               std::index_sequence<strides_of(Read).step[I]...>>{};
            }(std::make_index_sequence<static_cast<std::size_t>(shape_of_reader(Read).rank)>{});
        } else if constexpr (shape.cols == no_grid && moves != motion::element &&
                             moves != motion::fixed) {
            return kernel::read_by_grid<moves, how.cols>{};
        } else {
            return kernel::read<moves>{};
        }
    }
    template <int I>
    using reduction_form = typename Plan::template form_of<layout.reduced[I]>;

    template <class T, class M, class R, class S, class D, class U>
    struct body_type;
    template <class T, std::size_t... M, std::size_t... R, std::size_t... S, std::size_t... D,
              std::size_t... U>
    struct body_type<T, std::index_sequence<M...>, std::index_sequence<R...>,
                     std::index_sequence<S...>, std::index_sequence<D...>,
                     std::index_sequence<U...>> {
        using type = kernel::body<
            T, list<decltype(member_type<static_cast<int>(M)>())...>,
            list<decltype(read_type<static_cast<int>(R)>())...>,
            list<kernel::store<layout.stored[S]>...>,
            list<kernel::reduce<layout.reduced_source[D],
                                typename reduction_form<static_cast<int>(D)>::op::combine>...>,
            list<kernel::update<layout.updated_source[U]>...>>;
    };
    template <int Count>
    using upto = std::make_index_sequence<static_cast<std::size_t>(Count)>;
    template <class T>
    using body = typename body_type<T, upto<layout.member_count>, upto<layout.read_count>,
                                    upto<layout.store_count>, upto<layout.reduced_count>,
                                    upto<layout.updated_count>>::type;
};

}  // namespace espalier::inline ESPALIER_ABI::detail
