// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/run.hpp>
#include <espalier/eval/variables.hpp>

/// What a plan sees of a call: its variables, the inputs of one sample, how updates are made.
namespace espalier::inline ESPALIER_ABI::detail {

template <fixed_string Parameter>
struct no_variables_given {
    static_assert(never<Parameter>,
                  "espalier: the expression has parameters, but no variables were passed");
};

template <class T>
concept variables_like = requires { typename T::leaves; };

struct no_variables {
    using leaves = list<>;
    static constexpr leaf_table<0> table{nullptr};
    template <class L, class Self>
    static constexpr auto const& at(Self&) {
        static_assert(sizeof(no_variables_given<L::name>) > 0);
        return nothing<L>;
    }
    template <class L>
    static constexpr tensor_of_leaf<L> nothing{};
};

template <class T>
constexpr void find_addresses(no_variables const&, T const**) {}

/// A call that updates nothing.
struct no_updates {
    template <class Leaf>
    static constexpr bool by_columns = false;
    struct none {};
    constexpr none addresses() const { return {}; }
    static consteval leaf_place with_update(leaf_place place, key) { return place; }
};

template <class T, std::size_t... I, class... Pointer>
constexpr void find_inputs(slots<std::index_sequence<I...>, Pointer...> const& inputs,
                           T const** numbers, std::int32_t const** indices) {
    ((numbers[I] = address_of<T const>(slot_at<I>(inputs)),
      indices[I] = address_of<std::int32_t const>(slot_at<I>(inputs))),
     ...);
    (void)inputs, (void)numbers, (void)indices;
}

template <class Variables, class Updates, class Leaves, class Pointers>
struct call_context;
/// Where a plan's leaves are: in the variables, or behind the pointers of one sample; and how
/// its updates are made.
template <class Variables, class Updates, class... Leaf, class Pointers>
struct call_context<Variables, Updates, list<Leaf...>, Pointers> {
    Variables const& variables;
    Updates const& updates;
    Pointers inputs;

    template <class L, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        return updates.template updater<L, StorageOrder>();
    }
    /// Whether an update can run by columns: parameter and optimizer state are stored so.
    template <class L>
    static constexpr bool updates_by_columns = Updates::template by_columns<L>;
    /// Whether a leaf is a matrix stored by columns.
    template <class L>
    static consteval bool is_by_columns() {
        if constexpr (L::kind != leaf_kind::input && !std::is_same_v<Variables, no_variables>) {
            using found = std::remove_cvref_t<decltype(Variables::template at<L>(
                std::declval<Variables const&>()))>;
            if constexpr (requires { typename found::layout_type; })
                return std::is_same_v<typename found::layout_type, column_major>;
        }
        return false;
    }
    template <class L>
    static constexpr bool by_columns = is_by_columns<L>();

    template <class L>
    ESPALIER_INLINE constexpr auto data() const {
        if constexpr (L::kind == leaf_kind::input)
            return slot_at<position_of<L>(list<Leaf...>{})>(inputs);
        else
            return Variables::template at<L>(variables).data();
    }

    /// The same for long plans: all leaves by their numbers, the variables and then the inputs.
    static constexpr std::size_t leaf_count = Variables::table.count + sizeof...(Leaf);
    template <class T>
    static consteval leaf_place place_of(key id, extents const& shape) {
        leaf_place place;
        place.number = Variables::table.find(id, shape, key_of<T>);
        if (place.number >= 0) {
            place.by_columns = Variables::table.entry[place.number].by_columns;
            return Updates::with_update(place, id);
        }
        key const inputs[sizeof...(Leaf) + 1]{leaf_id(name_key<Leaf>)...};
        for (std::size_t i = 0; i < sizeof...(Leaf); ++i)
            if (inputs[i] == id) place.number = static_cast<int>(Variables::table.count + i);
        return place.number < 0 ? place : Updates::with_update(place, id);
    }
    template <class T>
    constexpr void find_leaves(T const** numbers, std::int32_t const** indices) const {
        find_addresses(variables, numbers);
        find_inputs(inputs, numbers + Variables::table.count, indices + Variables::table.count);
    }
    constexpr auto update_addresses() const { return updates.addresses(); }
    template <class L, bool StorageOrder, class Addresses>
    ESPALIER_INLINE constexpr auto updater_at(Addresses const& addresses, port at) const {
        return updates.template updater_at<L, StorageOrder>(addresses, at);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
