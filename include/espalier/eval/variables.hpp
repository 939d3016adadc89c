// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/tensor.hpp>
#include <espalier/eval/leaves.hpp>
#include <espalier/plan/storage.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

template <std::size_t I, class Tensor>
struct slot {
    [[no_unique_address]] Tensor value{};
};
/// What is empty is a base: as a member clang 16 makes wrong code of it.
template <std::size_t I, class Tensor>
    requires std::is_empty_v<Tensor>
struct slot<I, Tensor> : Tensor {};
template <class I, class... Tensor>
struct slots;
template <std::size_t... I, class... Tensor>
struct slots<std::index_sequence<I...>, Tensor...> : slot<I, Tensor>... {};

/// Where elements are, if they are of this type.
template <class T, class U>
constexpr T* address_of(U* elements) {
    if constexpr (std::is_same_v<std::remove_const_t<T>, std::remove_const_t<U>>)
        return elements;
    else
        return nullptr;
}
/// Writes where the elements of each tensor are: one function, not one for each of them.
template <class T, std::size_t... I, class... Tensor>
constexpr void find_addresses(slots<std::index_sequence<I...>, Tensor...> const& tensors,
                              T const** to) {
    T const* const all[]{
        address_of<T const>(static_cast<slot<I, Tensor> const&>(tensors).value.elements)...,
        nullptr};
    for (std::size_t i = 0; i < sizeof...(I); ++i) to[i] = all[i];
}
template <class T, std::size_t... I, class... Tensor>
constexpr void find_addresses(slots<std::index_sequence<I...>, Tensor...>& tensors, T** to) {
    T* const all[]{address_of<T>(static_cast<slot<I, Tensor>&>(tensors).value.elements)...,
                   nullptr};
    for (std::size_t i = 0; i < sizeof...(I); ++i) to[i] = all[i];
}

/// What long plans know of the leaves that a call has, in the order of their addresses.
struct leaf_entry {
    key id = 0;     // of the leaf, ...
    key value = 0;  // ... and of its element type
    extents shape{};
    bool by_columns = false;
};
template <std::size_t N>
struct leaf_table {
    leaf_entry entry[N + 1]{};
    key_map<N> numbers{};
    static constexpr std::size_t count = N;

    constexpr explicit leaf_table(leaf_entry const* entries) {
        for (std::size_t i = 0; i < N; ++i) {
            entry[i] = entries[i];
            numbers.find_or_insert(entries[i].id, static_cast<int>(i));
        }
    }
    /// The number of a leaf; -1 if it is not there, or is another one of that name.
    constexpr int find(key id, extents const& shape, key value) const {
        int const at = numbers.find(id);
        return at >= 0 && entry[at].shape == shape && entry[at].value == value ? at : -1;
    }
};
template <class... Leaf, std::size_t N>
consteval leaf_table<sizeof...(Leaf)> table_of(list<Leaf...>, bool const (&by_columns)[N]) {
    leaf_entry entries[]{
        {leaf_id(name_key<Leaf>), key_of<typename Leaf::value_type>, Leaf::shape_type::value}...,
        {}};
    for (std::size_t i = 0; i < sizeof...(Leaf); ++i) entries[i].by_columns = by_columns[i];
    return leaf_table<sizeof...(Leaf)>(entries);
}

template <std::size_t I, class Tensor>
constexpr Tensor& slot_at(slot<I, Tensor>& s) {
    if constexpr (std::is_empty_v<Tensor>)
        return s;
    else
        return s.value;
}
template <std::size_t I, class Tensor>
constexpr Tensor const& slot_at(slot<I, Tensor> const& s) {
    if constexpr (std::is_empty_v<Tensor>)
        return s;
    else
        return s.value;
}

template <class Leaf>
using tensor_of_leaf = tensor_of<typename Leaf::value_type, typename Leaf::shape_type>;

/// Leaves, and whether each is a matrix stored by columns.
template <class Leaves, bool... ByColumns>
struct stored_leaves {
    using leaves = Leaves;
};
template <class Leaf, bool ByColumns>
using stored_tensor = basic_tensor<typename Leaf::value_type, typename Leaf::shape_type,
                                   std::conditional_t<ByColumns, column_major, row_major>>;
template <class Stored>
struct slots_of_leaves;
template <class... Leaf, bool... ByColumns>
struct slots_of_leaves<stored_leaves<list<Leaf...>, ByColumns...>> {
    using leaves = list<Leaf...>;
    using type = slots<std::index_sequence_for<Leaf...>, stored_tensor<Leaf, ByColumns>...>;
    static constexpr bool by_columns[sizeof...(Leaf) + 1]{ByColumns...};
};
template <class... Leaf>
struct slots_of_leaves<list<Leaf...>> {
    using leaves = list<Leaf...>;
    using type = slots<std::index_sequence_for<Leaf...>, tensor_of_leaf<Leaf>...>;
    static constexpr bool by_columns[sizeof...(Leaf) + 1]{};
};

template <fixed_string Leaf>
struct no_such_variable {
    static_assert(never<Leaf>,
                  "espalier: these variables have no entry for a parameter of that name; make them "
                  "from an expression that contains it");
};
template <class E>
struct not_a_variable {
    static_assert(never_type<E>,
                  "espalier: variables are indexed by a parameter or buffer: vars[fc.weight]");
};
template <fixed_string Leaf, class Wanted, class Stored>
struct variable_of_another_shape {
    static_assert(never_type<Wanted>,
                  "espalier: the entry of that name in the variables has another shape or element "
                  "type");
};

}  // namespace detail

namespace detail {
/// The ticket of leaves and how they are stored: by rows where nothing is said.
template <class List, bool... ByColumns>
struct stored_ticket;
template <class... Leaf, bool... ByColumns>
    requires(sizeof...(Leaf) == sizeof...(ByColumns))
struct stored_ticket<list<Leaf...>, ByColumns...> {
    static consteval key make() {
        key const keys[sizeof...(Leaf) + 1]{leaf_key<Leaf>...};
        bool const columns[sizeof...(Leaf) + 1]{ByColumns...};
        key all = sizeof...(Leaf);
        for (std::size_t i = 0; i < sizeof...(Leaf); ++i) all = mix(all, mix(keys[i], columns[i]));
        return all;
    }
    using type = ticket_for<stored_leaves<list<Leaf...>, ByColumns...>, make()>;
};
template <class First, class... Leaf>
struct stored_ticket<list<First, Leaf...>>
    : stored_ticket<list<First, Leaf...>, false, never_type<Leaf>...> {};

/// The leaves of expressions, each stored as the first expression that has it likes it best.
template <class List, class... Graph>
struct storage_ticket;
template <class... Leaf, class... Graph>
struct storage_ticket<list<Leaf...>, Graph...> {
    static consteval bool by_columns(key leaf) {
        int found = -1;
        ((found = found < 0 ? storage<Graph>.find(leaf) : found), ...);
        return found == 1;
    }
    using type =
        typename stored_ticket<list<Leaf...>, by_columns(leaf_id(name_key<Leaf>))...>::type;
};
}  // namespace detail

/// The values of the parameters and buffers of one or several expressions, inside the object:
/// `es::variables vars{loss};`. No heap, trivially copyable, usable with constinit. Zero at first.
template <class Leaves>
struct variables : detail::slots_of_leaves<detail::redeemed<Leaves>>::type {
    using leaves = typename detail::slots_of_leaves<detail::redeemed<Leaves>>::leaves;

    static constexpr auto table =
        detail::table_of(leaves{}, detail::slots_of_leaves<detail::redeemed<Leaves>>::by_columns);

    constexpr variables() = default;
    template <expression... E>
    constexpr explicit variables(E...) {}

    /// The tensor of a parameter or buffer: `vars[fc1.weight]`.
    template <expression E>
        requires is_leaf<E>
    constexpr auto& operator[](E) {
        return at<typename E::op_type>(*this);
    }
    template <expression E>
        requires is_leaf<E>
    constexpr auto const& operator[](E) const {
        return at<typename E::op_type>(*this);
    }
    template <class E>
    constexpr auto operator[](E) const {
        static_assert(sizeof(detail::not_a_variable<E>) > 0);
        return 0;
    }
    using leaves_ticket = typename detail::list_ticket<leaves>::type;
    template <class L>
    static constexpr bool contains = detail::position_behind<L, leaves_ticket> < leaves::size;

    template <class L, class Self>
    static constexpr auto& at(Self& self) {
        constexpr std::size_t i = detail::position_behind<L, leaves_ticket>;
        if constexpr (i == leaves::size) {
            static_assert(sizeof(detail::no_such_variable<L::name>) > 0);
            return self;
        } else {
            using stored = detail::element_t<leaves, i>;
            constexpr bool fits =
                std::is_same_v<typename stored::shape_type, typename L::shape_type> &&
                std::is_same_v<typename stored::value_type, typename L::value_type>;
            if constexpr (!fits)
                static_assert(
                    sizeof(detail::variable_of_another_shape<L::name, typename L::shape_type,
                                                             typename stored::shape_type>) > 0);
            return detail::slot_at<i>(self);
        }
    }
    friend constexpr bool operator==(variables const& a, variables const& b) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ((detail::slot_at<I>(a) == detail::slot_at<I>(b)) && ... && true);
        }(std::make_index_sequence<leaves::size>{});
    }
};

namespace detail {
/// (Compilers ask this of other variables too, before they ask whether they are expressions.)
template <class... E>
struct storage_for {};
template <expression... E>
struct storage_for<E...> : storage_ticket<variables_of<E...>, flat_of<E>...> {};
}  // namespace detail

template <expression... E>
variables(E...) -> variables<typename detail::storage_for<E...>::type>;

namespace detail {
template <class V>
inline constexpr bool is_variables = false;
template <class L>
inline constexpr bool is_variables<variables<L>> = true;

/// What variables are wrongly made of.
template <class... Given>
struct not_expressions {};
template <class Given>
struct made_of_something_else {
    static_assert(never_type<Given>,
                  "espalier: variables are made of expressions: es::variables vars{loss}, or of "
                  "the leaves of a layer: es::variables vars{fc.weight, fc.bias}");
};

/// What is wrong where the variables of a call have no entry for a leaf; of many the first is told.
template <class Variables, class Leaf>
struct missing_variable {
    using type = std::conditional_t<Variables::template contains<Leaf>, list<>,
                                    list<no_such_variable<Leaf::name>>>;
};
}  // namespace detail

template <class... Given>
struct variables<detail::not_expressions<Given...>>
    : variables<typename detail::storage_for<>::type> {
    using error = detail::first_or_void<detail::concat_lists_t<
        detail::error_if<!expression<Given>, detail::made_of_something_else<Given>>...>>;
    static_assert(sizeof(error) > 0);
    constexpr explicit variables(Given const&...) {}
};
template <class... Given>
    requires(!(expression<Given> && ...) && !(detail::is_variables<Given> || ...))
variables(Given...) -> variables<detail::not_expressions<Given...>>;

}  // namespace espalier::inline ESPALIER_ABI
