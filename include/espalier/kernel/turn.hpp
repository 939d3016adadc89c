// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/vec.hpp>

/// Samples into the lanes of registers and out of them, by perfect shuffles: N registers whose
/// elements are dealt like the two halves of a pack of cards, log2(N) times, are turned.
namespace espalier::inline ESPALIER_ABI::kernel {

/// Elements First, First + Step, First + 2 Step... of two registers, one behind the other.
template <int First, int Step, class T, int W>
ESPALIER_INLINE vec<T, W> every(vec<T, W> a, vec<T, W> b) {
    return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
        return vec<T, W>(__builtin_shufflevector(a.v, b.v, (First + Step * I)...));
    }(std::make_integer_sequence<int, W>{});
}
/// Elements From, From + 1... of two registers in turns.
template <int From, class T, int W>
ESPALIER_INLINE vec<T, W> in_turns(vec<T, W> a, vec<T, W> b) {
    return [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
        return vec<T, W>(__builtin_shufflevector(a.v, b.v, (From + I / 2 + I % 2 * W)...));
    }(std::make_integer_sequence<int, W>{});
}

/// Registers of one element each of W samples become the samples, one behind the other.
template <int N, int Rounds = N, class T, int W>
ESPALIER_INLINE void out_of_lanes(vec<T, W> (&r)[N]) {
    if constexpr (Rounds > 1) {
        vec<T, W> next[N];
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            ((next[2 * I] = in_turns<0>(r[I], r[I + N / 2]),
              next[2 * I + 1] = in_turns<W / 2>(r[I], r[I + N / 2])),
             ...);
            ((r[2 * I] = next[2 * I], r[2 * I + 1] = next[2 * I + 1]), ...);
        }(std::make_integer_sequence<int, N / 2>{});
        out_of_lanes<N, Rounds / 2>(r);
    }
}
/// ... and back.
template <int N, int Rounds = N, class T, int W>
ESPALIER_INLINE void into_lanes(vec<T, W> (&r)[N]) {
    if constexpr (Rounds > 1) {
        vec<T, W> next[N];
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            ((next[I] = every<0, 2>(r[2 * I], r[2 * I + 1]),
              next[I + N / 2] = every<1, 2>(r[2 * I], r[2 * I + 1])),
             ...);
            ((r[2 * I] = next[2 * I], r[2 * I + 1] = next[2 * I + 1]), ...);
        }(std::make_integer_sequence<int, N / 2>{});
        into_lanes<N, Rounds / 2>(r);
    }
}

/// The sums of the elements of N registers, in order.
template <int N, class T, int W>
ESPALIER_INLINE vec<T, W> folded_lanes(vec<T, W> (&r)[N]) {
    if constexpr (N == 1) {
        return r[0];
    } else {
        vec<T, W> half[N / 2];
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            ((half[I] = in_turns<0>(r[I], r[I + N / 2]) + in_turns<W / 2>(r[I], r[I + N / 2])),
             ...);
        }(std::make_integer_sequence<int, N / 2>{});
        return folded_lanes(half);
    }
}
/// ... of W registers in memory.
template <class T, int W>
ESPALIER_INLINE vec<T, W> sums_of_lanes(vec<T, W> const* from) {
    vec<T, W> r[W];
    for (int i = 0; i < W; ++i) r[i] = from[i];
    return folded_lanes(r);
}

/// C registers, in each part of C elements of which C rows of C columns are turned.
template <int C, int Rounds = C, class T, int W>
ESPALIER_INLINE void turn_parts(vec<T, W> (&r)[C]) {
    if constexpr (Rounds > 1) {
        vec<T, W> next[C];
        auto const in_parts = []<int From, int... I>(std::integral_constant<int, From>, vec<T, W> a,
                                                     vec<T, W> b, std::integer_sequence<int, I...>)
                                  ESPALIER_INLINE_LAMBDA {
                                      return vec<T, W>(__builtin_shufflevector(
                                          a.v, b.v, (I / C * C + From + I % C / 2 + I % 2 * W)...));
                                  };
        std::make_integer_sequence<int, W> const all;
        [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
            ((next[2 * I] = in_parts(std::integral_constant<int, 0>{}, r[I], r[I + C / 2], all),
              next[2 * I + 1] =
                  in_parts(std::integral_constant<int, C / 2>{}, r[I], r[I + C / 2], all)),
             ...);
            ((r[2 * I] = next[2 * I], r[2 * I + 1] = next[2 * I + 1]), ...);
        }(std::make_integer_sequence<int, C / 2>{});
        turn_parts<C, Rounds / 2>(r);
    }
}

/// W samples of Size elements each, between memory and registers of one element each.
template <class T, int W, index_t Size>
struct turned_samples {
    using V = vec<T, W>;
    static constexpr index_t w = static_cast<index_t>(W);
    /// Few elements: that many registers hold all samples.
    static constexpr bool is_dense = Size < w && (Size & (Size - 1)) == 0;

    static ESPALIER_INLINE void load(T const* from, V* to) {
        if constexpr (is_dense) {
            V r[Size];
            for_each<Size>([&](auto i) ESPALIER_INLINE_LAMBDA { r[i] = V::load(from + i * w); });
            into_lanes(r);
            for_each<Size>([&](auto i) ESPALIER_INLINE_LAMBDA { to[i] = r[i]; });
        } else {
            each_block<part>([&](auto at) ESPALIER_INLINE_LAMBDA { load_part(from, to, at); });
        }
    }
    static ESPALIER_INLINE void store(V const* from, T* to) {
        if constexpr (is_dense) {
            V r[Size];
            for_each<Size>([&](auto i) ESPALIER_INLINE_LAMBDA { r[i] = from[i]; });
            out_of_lanes(r);
            for_each<Size>([&](auto i) ESPALIER_INLINE_LAMBDA { r[i].store(to + i * w); });
        } else if constexpr (W > 8) {  // or more registers would be needed than there are
            each_block<part>([&](auto at) ESPALIER_INLINE_LAMBDA { store_part(from, to, at); });
        } else {
            each_block<w>([&](auto at) ESPALIER_INLINE_LAMBDA { store_all(from, to, at); });
        }
    }

private:
    /// Elements of 16 bytes, of which a register has several.
    static constexpr index_t part = 16 / sizeof(T), parts = w / part;
    using P = vec<T, static_cast<int>(part)>;
    template <index_t Width>
    static constexpr index_t columns = Size < Width ? Size : Width;

    template <index_t Count, class F>
    static ESPALIER_INLINE void for_each(F const& f) {
        [&]<index_t... I>(std::integer_sequence<index_t, I...>) ESPALIER_INLINE_LAMBDA {
            (f(std::integral_constant<index_t, I>{}), ...);
        }(std::make_integer_sequence<index_t, Count>{});
    }
    /// Calls f with the first column of each block; the last overlaps the one before.
    template <index_t Width, class F>
    static ESPALIER_INLINE void each_block(F const& f) {
        constexpr index_t blocks = (Size + Width - 1) / Width;
        auto const first = [](index_t block) {
            index_t const at = block * Width;
            return at + columns<Width> <= Size ? at : Size - columns<Width>;
        };
        if constexpr (blocks <= 16)
            for_each<blocks>([&](auto b) ESPALIER_INLINE_LAMBDA { f(first(b)); });
        else
            for (index_t b = 0; b < blocks; ++b) f(first(b));
    }
    /// Some columns of all samples: part p of register s has those of sample part * p + s.
    static ESPALIER_INLINE void load_part(T const* from, V* to, index_t at) {
        constexpr int count = static_cast<int>(columns<part>);
        V r[part];
        for_each<part>([&](auto s) ESPALIER_INLINE_LAMBDA {
            r[s] = joined<w>([&](index_t p) ESPALIER_INLINE_LAMBDA {
                return P::template load_part<count>(from + (p * part + s) * Size + at);
            });
        });
        turn_parts(r);
        for_each<columns<part>>([&](auto c) ESPALIER_INLINE_LAMBDA { to[at + c] = r[c]; });
    }
    /// A register of so many elements, from its parts.
    template <index_t Width, index_t First = 0, class F>
    static ESPALIER_INLINE auto joined(F const& of_part) {
        if constexpr (Width == part)
            return of_part(First);
        else
            return vec<T, static_cast<int>(Width)>::of_halves(
                joined<Width / 2, First>(of_part),
                joined<Width / 2, First + Width / part / 2>(of_part));
    }
    static ESPALIER_INLINE void store_part(V const* from, T* to, index_t at) {
        constexpr int count = static_cast<int>(columns<part>);
        V r[part];
        for_each<part>([&](auto c) ESPALIER_INLINE_LAMBDA {
            r[c] = from[at + (c < columns<part> ? index_t{c} : 0)];
        });
        turn_parts(r);
        for_each<w>([&](auto s) ESPALIER_INLINE_LAMBDA {
            part_of<s / part>(r[s % part]).template store_part<count>(to + s * Size + at);
        });
    }
    template <index_t N, int Width>
    static ESPALIER_INLINE P part_of(vec<T, Width> r) {
        if constexpr (Width == static_cast<int>(part))
            return r;
        else if constexpr (N < static_cast<index_t>(Width) / part / 2)
            return part_of<N>(r.low());
        else
            return part_of<N - static_cast<index_t>(Width) / part / 2>(r.high());
    }
    static ESPALIER_INLINE void store_all(V const* from, T* to, index_t at) {
        constexpr index_t count = columns<w>;
        V r[w];
        for_each<w>([&](auto c)
                        ESPALIER_INLINE_LAMBDA { r[c] = from[at + (c < count ? index_t{c} : 0)]; });
        out_of_lanes(r);
        for_each<w>([&](auto s) ESPALIER_INLINE_LAMBDA {
            r[s].template store_part<static_cast<int>(count)>(to + s * Size + at);
        });
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
