// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/type_list.hpp>
#include <espalier/kernel/arrays.hpp>

/// The body of a fused loop: a straight line of elementwise ops on one scalar or pack, with what
/// it reads, stores, reduces and updates. Kernels are keyed on these types and extents alone.
namespace espalier::inline ESPALIER_ABI::kernel {

/// How a read moves with the loop: by element, by column, by row, not at all, or by strides.
enum class motion : unsigned char { element, column, row, fixed };

/// Where a loop stands: its flat index and, in a grid, the row and column.
struct position {
    index_t flat, row, col;
};

/// How the elements of a pack lie in memory: side by side, all the same one, or each for itself.
enum class lanes : unsigned char { contiguous, same, scattered };

template <motion M>
struct read {
    static constexpr lanes lie =
        M == motion::element || M == motion::column ? lanes::contiguous : lanes::same;
    static constexpr bool down_rows = M == motion::element || M == motion::fixed;
    static constexpr index_t offset(position p) {
        return M == motion::element  ? p.flat
               : M == motion::column ? p.col
               : M == motion::row    ? p.row
                                     : 0;
    }
};
/// A read in a loop without a common grid: row and column of its own grid.
template <motion M, index_t Cols>
struct read_by_grid {
    static constexpr lanes lie = lanes::scattered;
    static constexpr bool down_rows = false;
    static constexpr index_t offset(position p) {
        return M == motion::column ? p.flat % Cols : p.flat / Cols;
    }
};
/// A read by strides: extents and strides of the axes from the first to the last.
template <class Extents, class Strides>
struct read_by_strides;
template <index_t... E, index_t... S>
struct read_by_strides<shape<E...>, std::index_sequence<S...>> {
    static constexpr lanes lie = lanes::scattered;
    static constexpr bool down_rows = false;
    static constexpr index_t offset(position p) {
        constexpr index_t extent[]{E...};
        constexpr index_t stride[]{S...};
        index_t rest = p.flat, at = 0;
        for (int i = static_cast<int>(sizeof...(E)) - 1; i >= 0; --i) {
            at += rest % extent[i] * stride[i];
            rest /= extent[i];
        }
        return at;
    }
};

/// Sources of a member are >= 0: an earlier member; < 0: read -1 - s.
template <class Op, int... Source>
struct member {
    static constexpr bool calls_function = Op::calls_function;
    static constexpr bool is_slow_alone = calls_function && !Op::is_fast_alone;
    template <class V, class Value>
    static ESPALIER_INLINE constexpr V value(Value const& value) {
        return Op::value(value(std::integral_constant<int, Source>{})...);
    }
};
/// A number in the type.
template <std::uint64_t Bits>
struct constant_member {
    static constexpr bool calls_function = false, is_slow_alone = false;
    template <class V, class Value>
    static ESPALIER_INLINE constexpr V value(Value const&) {
        return broadcast<V>(static_cast<scalar_of<V>>(std::bit_cast<double>(Bits)));
    }
};
/// The element that the product or reduction in front of the body made.
struct produced_member {
    static constexpr bool calls_function = false, is_slow_alone = false;
};
/// ... the same, whose sum starts at read `Read`: a product with a bias.
template <int Read>
struct produced_from : produced_member {};
template <class Member>
inline constexpr int start_of_sum = -1;
template <int Read>
inline constexpr int start_of_sum<produced_from<Read>> = Read;

/// What happens to members: stored to output I, ...
template <int Member>
struct store {};
/// ... reduced over the whole loop by `Combine`, ...
template <int Member, class Combine>
struct reduce {};
/// ... or used as a gradient by update I of the call; the parameter moves by element.
template <int Member>
struct update {};

template <class T, class Members, class Reads, class Stores, class Reductions, class Updates>
struct body;

template <class T, class... Member, class... Read, int... Stored, int... Reduced, class... Combine,
          int... Gradient>
struct body<T, list<Member...>, list<Read...>, list<store<Stored>...>,
            list<reduce<Reduced, Combine>...>, list<update<Gradient>...>> {
    using value_type = T;
    static constexpr int reads = static_cast<int>(sizeof...(Read));
    static constexpr int stores = static_cast<int>(sizeof...(Stored));
    static constexpr int reductions = static_cast<int>(sizeof...(Reduced));
    /// Whether it runs along a column of one element a row as along a row.
    static constexpr bool runs_down_rows = ((Read::down_rows) && ... && true);
    /// Whether all it does is to update parameters by what stands in front of it.
    static constexpr bool only_updates = sizeof...(Read) == 0 && sizeof...(Stored) == 0 &&
                                         sizeof...(Reduced) == 0 && sizeof...(Gradient) > 0;
    static constexpr int members = static_cast<int>(sizeof...(Member));
    /// Whether so much is done to an element that as many as there are are worth only one register,
    /// and that even one is.
    static constexpr bool calls_functions = (Member::calls_function || ... || false);
    static constexpr bool is_slow_alone = (Member::is_slow_alone || ... || false);

    template <class V>
    struct accumulators {
        V value[sizeof...(Reduced) ? sizeof...(Reduced) : 1];
    };
    template <class V>
    static constexpr accumulators<V> start() {
        return {{broadcast<V>(static_cast<scalar_of<V>>(Combine::identity))...}};
    }
    static constexpr bool starts_at_zero =
        start_of_sum<detail::at<0, Member..., produced_member>> < 0;
    /// Where the sum in front of the body starts.
    template <class V, int Active = width_of<V>, class In>
    static ESPALIER_INLINE constexpr V first_term(In const& in, position p) {
        constexpr int read = start_of_sum<detail::at<0, Member..., produced_member>>;
        if constexpr (read >= 0)
            return load_one<V, detail::at<static_cast<std::size_t>(read), Read...>, Active>(
                nth<read>(in), p);
        else
            return V(scalar_of<V>{});
    }
    template <class V, class R, int Active, class From>
    static ESPALIER_INLINE constexpr V load_one(From const& from, position p) {
        if constexpr (std::is_same_v<V, T>) {
            return from[R::offset(p)];
        } else if constexpr (R::lie == lanes::contiguous) {
            return load<V, Active>(from + R::offset(p));
        } else if constexpr (R::lie == lanes::same) {
            return broadcast<V>(from[R::offset(p)]);
        } else {
            T each[width_of<V>]{};
            for (int i = 0; i < Active; ++i)
                each[i] = from[R::offset(
                    {p.flat + static_cast<index_t>(i), p.row, p.col + static_cast<index_t>(i)})];
            return load<V>(each);
        }
    }

    /// Runs the body at one position, or at the first `Active` of a pack of them; `produced` is
    /// what stands in front of it, if anything.
    template <class V, int Active = width_of<V>, class In, class Update>
    static ESPALIER_INLINE constexpr void run(In const& in, T* const* out, position p,
                                              accumulators<V>& sums, V produced,
                                              Update const& apply_update) {
        V made[sizeof...(Member) + 1];
        auto value = [&]<int S>(std::integral_constant<int, S>) ESPALIER_INLINE_LAMBDA -> V {
            if constexpr (S >= 0)
                return made[S];
            else
                return load_one<V, detail::at<static_cast<std::size_t>(-1 - S), Read...>, Active>(
                    nth<-1 - S>(in), p);
        };
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            ((made[I] = make<V, Member>(value, produced)), ...);
        }(std::index_sequence_for<Member...>{});
        (void)sums, (void)apply_update, (void)out;
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            (put<V, Active>(out[I] + p.flat, value(std::integral_constant<int, Stored>{})), ...);
        }(std::make_index_sequence<sizeof...(Stored)>{});
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            ((sums.value[I] = Combine::combine(
                  sums.value[I],
                  only<V, Active, Combine>(value(std::integral_constant<int, Reduced>{})))),
             ...);
        }(std::make_index_sequence<sizeof...(Reduced)>{});
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            (apply_update(std::integral_constant<std::size_t, I>{},
                          std::integral_constant<int, Active>{}, p.flat,
                          value(std::integral_constant<int, Gradient>{})),
             ...);
        }(std::make_index_sequence<sizeof...(Gradient)>{});
    }

    /// What the elements of the accumulators come to.
    template <class V>
    static ESPALIER_INLINE constexpr void finish(T* const* sums, accumulators<V> const& total) {
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            ((*sums[I] = across<Combine>(total.value[I])), ...);
        }(std::make_index_sequence<sizeof...(Reduced)>{});
        (void)sums, (void)total;
    }
    /// ... and of accumulators of another width.
    template <class V>
    static ESPALIER_INLINE constexpr void finish_more(T* const* sums,
                                                      accumulators<V> const& total) {
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            ((*sums[I] = Combine::combine(*sums[I], across<Combine>(total.value[I]))), ...);
        }(std::make_index_sequence<sizeof...(Reduced)>{});
        (void)sums, (void)total;
    }
    template <class V>
    static ESPALIER_INLINE constexpr void join(accumulators<V>& a, accumulators<V> const& b) {
        [&]<std::size_t... I>(std::index_sequence<I...>) ESPALIER_INLINE_LAMBDA {
            ((a.value[I] = Combine::combine(a.value[I], b.value[I])), ...);
        }(std::make_index_sequence<sizeof...(Reduced)>{});
        (void)a, (void)b;
    }

private:
    /// A body's elements may be registers themselves, each of one element of several samples.
    template <class V, int Active>
    static ESPALIER_INLINE constexpr void put(T* to, V const& value) {
        if constexpr (std::is_same_v<V, T>)
            *to = value;
        else
            keep<V, Active>(to, value);
    }
    template <class By, class V>
    static ESPALIER_INLINE constexpr T across(V const& x) {
        if constexpr (std::is_same_v<V, T>)
            return x;
        else
            return combined<By>(x);
    }
    /// The active elements, the others neutral.
    template <class V, int Active, class By>
    static ESPALIER_INLINE constexpr V only(V x) {
        if constexpr (Active == width_of<V>)
            return x;
        else
            return V::template first<Active>(x,
                                             broadcast<V>(static_cast<scalar_of<V>>(By::identity)));
    }
    template <class V, class M, class Value>
    static ESPALIER_INLINE constexpr V make(Value const& value, V produced) {
        if constexpr (std::is_same_v<M, produced_member> || start_of_sum<M> >= 0)
            return produced;
        else
            return M::template value<V>(value);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
