// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/eval/lanes.hpp>
#include <espalier/eval/vmap.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sum.hpp>
#include <espalier/plan/update.hpp>

/// Run-time batches in tiles of a static batch. Within a tile, what does not depend on the samples
/// is computed and differentiated once. The last tile is filled up with a sample of weight zero.
namespace espalier::inline ESPALIER_ABI::detail {

/// What workspace and inputs of a tile may take of the stack, in bytes, and its samples.
inline constexpr index_t tile_bytes = ESPALIER_ALIGNMENT >= 64 ? 256 * 1024 : 0;
inline constexpr index_t most_tile_samples = 32;

template <class Binding>
inline constexpr bool has_samples = Binding::is_batch;
template <>
inline constexpr bool has_samples<rng_binding> = true;
template <class Binding>
using batched_leaves =
    std::conditional_t<has_samples<Binding>, list<typename Binding::leaf_type>, list<>>;

/// The value of a leaf that lies in memory.
template <class Leaf>
struct value_in_memory {
    using leaf_type = Leaf;
    using value_type = typename Leaf::value_type;
    static constexpr bool is_batch = false;
    static constexpr index_t scratch_size = 0;
    value_type const* elements;
    constexpr value_type const* sample(index_t, value_type*) const { return elements; }
};
/// An input of a tile: its samples lie side by side.
template <index_t B, class Leaf>
using tile_input =
    value_in_memory<leaf<Leaf::kind, Leaf::name, prepended_t<B, typename Leaf::shape_type>,
                         typename Leaf::value_type, Leaf::frozen, typename Leaf::start>>;
/// Room for copies of samples, where they do not lie side by side or are too few.
template <index_t B, class Binding>
struct tile_copies {
    using value_type = typename Binding::value_type;
    static constexpr index_t size = Binding::leaf_type::shape_type::size;
    alignas(ESPALIER_ALIGNMENT) value_type elements[has_samples<Binding> ? B * size : 1];

    constexpr tile_copies() {
        if (std::is_constant_evaluated())
            for (value_type& element : elements) element = {};
    }
    /// B samples from `first` on; behind the last one it is repeated.
    constexpr decltype(auto) tile(Binding const& given, index_t first, index_t samples) {
        if constexpr (has_samples<Binding>)
            return tile_input<B, typename Binding::leaf_type>{
                side_by_side(given, samples, first, B, elements)};
        else
            return (given);
    }
};

template <class P, class Leaves>
struct tiles_fit;
template <class P, class... Leaf>
struct tiles_fit<P, list<Leaf...>> {
    static consteval bool make() {
        using graph = flat<P>;
        if constexpr (sizeof...(Leaf) == 0 || graph::result < 0) {
            return false;
        } else {
            for (int n = 0; n < graph::count; ++n) {
                op_info const& info = graph::view.table[graph::nodes[n].op];
                if (info.shape.rank >= extents::max_rank || info.updates_buffer) return false;
                if (info.kind == op_kind::leaf && info.name.starts_with("es::") &&
                    !info.name.starts_with("es::shared") &&
                    !((info.name == Leaf::name.view()) || ...))
                    return false;
            }
            return ((node_of<P, leaf_target<Leaf>>::value >= 0) && ...);
        }
    }
    static constexpr bool value = make();
};
/// Samples of a tile of program P, whose plan for one sample needs `Workspace` elements; 1 where
/// samples run one by one.
template <class P, class Leaves, index_t Workspace>
inline constexpr index_t tile_samples = 1;
template <class P, class... Leaf, index_t Workspace>
    requires tiles_fit<P, list<Leaf...>>::value
inline constexpr index_t tile_samples<P, list<Leaf...>, Workspace> = [] {
    index_t const bytes =
        ((Leaf::shape_type::size * sizeof(typename Leaf::value_type)) + ... +
         ((Workspace + P::type::shape_type::size) * sizeof(typename P::type::value_type)));
    index_t samples = most_tile_samples;
    while (samples > 1 && samples * bytes > tile_bytes) samples /= 2;
    return samples < 4 ? index_t{1} : samples;
}();
/// How many samples cost less one by one than as a tile.
constexpr index_t few_samples(index_t of_tile) { return of_tile / 8; }

/// Program P over B samples, and its mean over samples of given weights.
template <class P, class Leaves, index_t B>
struct tile_program;
template <class P, class... Leaf, index_t B>
    requires(B > 1)
struct tile_program<P, list<Leaf...>, B> {
    using type = program_of<decltype(apply<vmap_op<program_ticket<P>, B, thawed_t<Leaf>...>>())>;
};
template <class P, class Leaves>
struct tile_program<P, Leaves, 1> {
    using type = P;
};
template <index_t B, class T>
using weights_leaf =
    leaf<leaf_kind::input, "es::weights",
         typename std::conditional_t<B == 1, held_type<shape<>>, held_type<shape<B>>>::type, T>;
template <class Program, class Weights>
constexpr auto weighted(Program e) {
    auto const terms = e * leaf_expression<Weights>{};
    if constexpr (Weights::shape_type::rank == 0)
        return terms;
    else
        return sum(terms);
}

/// The sums of gradients over the samples of a batch: the "updates" of a tile's plan, by the ticket
/// of the leaves and how their sums are stored.
template <class T, class StoredTicket>
struct gradient_sums {
    using stored = slots_of_leaves<redeemed<StoredTicket>>;
    using leaves_ticket = typename list_ticket<typename stored::leaves>::type;
    static constexpr auto table = table_of(typename stored::leaves{}, stored::by_columns);
    T* const* sums;
    bool is_first;  // nothing is there yet

    template <class L>
    static constexpr std::size_t position = position_behind<L, leaves_ticket>;
    template <class L>
    static constexpr bool by_columns = stored::by_columns[position<L>];
    template <class L, bool Mapped>
    struct adder {
        T* sum;
        bool is_first;
        template <int Active, class V>
        ESPALIER_INLINE constexpr void apply(index_t at, V gradient) const {
            if constexpr (!Mapped) {
                if (!is_first) gradient = gradient + kernel::load<V, Active>(sum + at);
                kernel::keep<V, Active>(sum + at, gradient);
            } else if constexpr (kernel::is_scalar<V>) {
                T& to = sum[column_major::offset(L::shape_type::value, at)];
                to = is_first ? gradient : to + gradient;
            } else {
                for (int i = 0; i < Active; ++i)
                    apply<1>(at + static_cast<index_t>(i), static_cast<T>(gradient.v[i]));
            }
        }
    };
    template <class L, bool StorageOrder>
    ESPALIER_INLINE constexpr auto updater() const {
        return adder<L, by_columns<L> && !StorageOrder>{sums[position<L>], is_first};
    }

    /// The same for long plans, by the number of the sum.
    constexpr no_updates::none addresses() const { return {}; }
    static consteval leaf_place with_update(leaf_place place, key id) {
        if (int const i = table.numbers.find(id); i >= 0) {
            place.state = i;
            place.updater = table.entry[i].by_columns ? 2 : 1;
        }
        return place;
    }
    template <class L, bool StorageOrder, class Addresses>
    ESPALIER_INLINE constexpr auto updater_at(Addresses const&, port at) const {
        return adder<L, by_columns<L> && !StorageOrder>{sums[at.offset], is_first};
    }
};

}  // namespace espalier::inline ESPALIER_ABI::detail
