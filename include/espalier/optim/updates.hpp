// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/overlay.hpp>
#include <espalier/kernel/contraction.hpp>
#include <espalier/optim/training.hpp>

/// What the updates of a plan write to: parameters, buffers, sums of gradients.
namespace espalier::inline ESPALIER_ABI::detail {

/// Makes the updater of each parameter: its rule at this step, and where its memory is.
template <class Trainer, class Variables>
struct update_maker {
    using training = typename Trainer::training;
    using T = typename Trainer::T;
    Trainer& trainer;
    Variables& vars;

    template <class Leaf>
    using parameter_layout = typename std::remove_cvref_t<decltype(Variables::template at<Leaf>(
        std::declval<Variables&>()))>::layout_type;
    template <class Leaf>
    using state_layout = typename training::template state_of<Leaf>::layout_type;
    /// Whether parameter and state are stored by columns.
    template <class Leaf>
    static constexpr bool by_columns = [] {
        if constexpr (Leaf::kind == leaf_kind::buffer)
            return false;
        else
            return std::is_same_v<parameter_layout<Leaf>, column_major> &&
                   std::is_same_v<state_layout<Leaf>, column_major>;
    }();
    template <class Leaf>
    static constexpr bool by_rows = std::is_same_v<parameter_layout<Leaf>, row_major> &&
                                    std::is_same_v<state_layout<Leaf>, row_major>;

    template <class Leaf, class Layout>
    static constexpr bool is_stored_alike =
        std::is_same_v<Layout, column_major> ? by_columns<Leaf> : by_rows<Leaf>;

    template <class Leaf, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        if constexpr (Leaf::kind == leaf_kind::buffer)
            return buffer_assigner<T, decltype(Variables::template at<Leaf>(vars).data())>{
                Variables::template at<Leaf>(vars).data()};
        else
            return for_leaf<Leaf, StorageOrder>();
    }
    template <class Leaf, bool StorageOrder = false>
    ESPALIER_INLINE constexpr auto for_leaf() const {
        constexpr int states = training::template state_of<Leaf>::states;
        return at_addresses<Leaf, StorageOrder>(
            Variables::template at<Leaf>(vars).data(),
            address_of_state<states>(Trainer::template state_of<Leaf>(trainer)));
    }
    /// Whether a rule is the same for all elements and steps, of constants alone.
    template <class Group, class State>
    static constexpr bool is_constant =
        std::is_empty_v<typename Group::options> && !Group::options::any_scheduled &&
        State::rule::elementwise && !State::counts_steps && State::rule::scalars == 0;
    template <class Leaf, bool StorageOrder, class State>
    ESPALIER_INLINE constexpr auto at_addresses(T* parameter, State const& own) const {
        using state = typename training::template state_of<Leaf>;
        using group = typename state::group;
        using rule_update = typename state::rule::template update<T, typename group::options,
                                                                  typename group::flags>;
        using order = std::conditional_t<
            StorageOrder || by_rows<Leaf>, in_storage_order,
            in_row_order<typename Leaf::shape_type, parameter_layout<Leaf>, state_layout<Leaf>>>;
        constexpr auto g =
            static_cast<std::size_t>(group_behind<typename training::assigned::ticket, Leaf>);
        return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            if constexpr (is_constant<group, state>)
                return element_updater<constant_rule<rule_update, typename group::options>, T,
                                       state::states, order>{{}, parameter, {own.tensor[I]...}};
            else
                return element_updater<rule_update, T, state::states, order>{
                    rule_update(slot_at<g>(trainer.settings),
                                rule_step{trainer.step_count, own.count}, own.scalars),
                    parameter,
                    {own.tensor[I]...}};
        }(std::make_integer_sequence<int, state::states>{});
    }

    /// The same for long plans: by the numbers of leaves and trained parameters.
    struct address_list {
        T* leaf[writable_count<Variables> + 1]{};
        state_addresses<T, training::most_states, training::trained::size> states{};
    };
    constexpr address_list addresses() const {
        address_list all;
        if constexpr (writable_count<Variables> > 0) find_addresses(vars, all.leaf);
        if constexpr (training::all::keeps_state)
            all.states = find_states<T, training::most_states>(trainer.states);
        return all;
    }
    static consteval leaf_place with_update(leaf_place place, key id) {
        place.state = training::all::trained_numbers.find(id);
        bool const writable = place.number < static_cast<int>(writable_count<Variables>);
        place.updater = mix(writable, place.by_columns);
        if (place.state >= 0)
            place.updater = mix(mix(place.updater, storage<typename training::graph>.find(id) == 1),
                                static_cast<key>(training::group_of_trained(place.state)));
        return place;
    }
    template <class Leaf, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater_at(address_list const& all, port at) const {
        if constexpr (Leaf::kind != leaf_kind::buffer) {
            return at_addresses<Leaf, StorageOrder>(all.leaf[at.base], all.states.of[at.offset]);
        } else {
            using pointer = decltype(Variables::template at<Leaf>(vars).data());
            if constexpr (std::is_same_v<pointer, T*>)
                return buffer_assigner<T, T*>{all.leaf[at.base]};
            else
                return buffer_assigner<T, T const*>{nullptr};
        }
    }

    /// Register by register where gradient, parameter and state are stored alike.
    template <class Leaf, class Layout>
    constexpr void update_elements(
        basic_tensor<T, typename Leaf::shape_type, Layout> const& gradient) const {
        constexpr index_t size = Leaf::shape_type::size;
#if ESPALIER_SIMD
        if (!std::is_constant_evaluated()) {
            if constexpr (is_stored_alike<Leaf, Layout>) {
                by_registers<size>(for_leaf<Leaf, true>(), gradient.elements);
                return;
            } else if constexpr (by_columns<Leaf> && size * sizeof(T) <= kernel::transposed_bytes) {
                alignas(ESPALIER_ALIGNMENT) T turned[size];
                kernel::transposition<T, Leaf::shape_type::value.axis[0],
                                      Leaf::shape_type::value.axis[1]>::run(gradient.elements,
                                                                            turned);
                by_registers<size>(for_leaf<Leaf, true>(), turned);
                return;
            }
        }
#endif
        auto const updater = for_leaf<Leaf>();
        for (index_t i = 0; i < size; ++i) updater.template apply<1>(i, gradient.flat(i));
    }
    /// For rules that need norms over the whole parameter; `gradient` becomes the direction.
    template <class Leaf, class Layout>
    constexpr void update_whole(
        basic_tensor<T, typename Leaf::shape_type, Layout>& gradient) const {
        constexpr index_t size = Leaf::shape_type::size;
        if constexpr (is_stored_alike<Leaf, Layout> || std::is_same_v<Layout, row_major>) {
            for_leaf<Leaf, is_stored_alike<Leaf, Layout>>().update_whole(gradient.elements, size);
        } else {
            tensor_of_leaf<Leaf> by_rows_of_it = gradient;
            for_leaf<Leaf>().update_whole(by_rows_of_it.elements, size);
        }
    }

#if ESPALIER_SIMD
private:
    /// From element First on: whole registers, then the rest in narrower ones.
    template <index_t Size, index_t First = 0, class Updater>
    static ESPALIER_INLINE void by_registers(Updater const& updater, T const* gradient) {
        if constexpr (First < Size) {
            constexpr int width = kernel::width_within<T, Size - First>;
            constexpr index_t w = static_cast<index_t>(width), end = First + (Size - First) / w * w;
            using V = kernel::vec_or_scalar<T, width>;
            for (index_t i = First; i < end; i += w)
                updater.template apply<width>(i, kernel::load<V>(gradient + i));
            by_registers<Size, end>(updater, gradient);
        }
    }
#endif
};

/// The updates of a program that moves buffers, where its gradients are stored.
template <class Sums, class Maker>
struct sums_and_buffers {
    Sums sums;
    Maker const& maker;

    template <class Leaf>
    static constexpr bool by_columns = [] {
        if constexpr (Leaf::kind == leaf_kind::buffer)
            return false;
        else
            return Sums::template by_columns<Leaf>;
    }();
    template <class Leaf, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        if constexpr (Leaf::kind == leaf_kind::buffer)
            return maker.template updater<Leaf, StorageOrder>();
        else
            return sums.template updater<Leaf, StorageOrder>();
    }
    constexpr auto addresses() const { return maker.addresses(); }
    static consteval leaf_place with_update(leaf_place place, key id) {
        leaf_place const summed = Sums::with_update(place, id);
        return summed.state >= 0 ? summed : Maker::with_update(place, id);
    }
    template <class Leaf, bool StorageOrder, class Addresses>
    ESPALIER_INLINE constexpr auto updater_at(Addresses const& all, port at) const {
        if constexpr (Leaf::kind == leaf_kind::buffer)
            return maker.template updater_at<Leaf, StorageOrder>(all, at);
        else
            return sums.template updater_at<Leaf, StorageOrder>(all, at);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
