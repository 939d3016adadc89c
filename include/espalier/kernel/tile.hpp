// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/results.hpp>
#include <espalier/kernel/width.hpp>

namespace espalier::inline ESPALIER_ABI::kernel {

/// C(m, n) = sum over k of A(m, k) B(k, n) in registers: tiles of rows by packs of columns, of which
/// the rows of B are made. `Left`: A is stored K x M. `Exact`: tails in registers of their own.
template <class Body, index_t M, index_t N, index_t K, bool Left, bool Exact, class Update>
struct tiles {
    using T = typename Body::value_type;
    T const* a;
    T const* b;
    results<Body, N, Update> const& result;

    ESPALIER_INLINE void run() const { columns<0>(); }

private:
    template <index_t Rest>
    static constexpr int width_at = Exact ? width_within<T, Rest> : width_for<T, Rest>;
    ESPALIER_INLINE T at_a(index_t m, index_t k) const {
        return Left ? a[k * M + m] : a[m * K + k];
    }

    /// Columns from First on: blocks of full packs, the last with a narrower pack behind them.
    template <index_t First>
    ESPALIER_INLINE void columns() const {
        constexpr index_t rest = N - First;
        if constexpr (rest > 0) {
            constexpr int width = width_at<rest>;
            constexpr index_t packs = rest / static_cast<index_t>(width);
            constexpr index_t most = register_count >= 32 ? 4 : 2;
            constexpr int block = static_cast<int>(packs == 0 ? 1 : packs < most ? packs : most);
            constexpr bool whole = packs > 0;
            constexpr int active = whole ? width : static_cast<int>(rest);
            constexpr index_t blocks = whole ? packs / static_cast<index_t>(block) : 1;
            constexpr index_t step = static_cast<index_t>(block * active);
            constexpr index_t behind = rest - blocks * step;
            if constexpr (packs < most && behind > 0) {
                constexpr int narrow = width_at<behind>, most_active = static_cast<int>(behind);
                constexpr int tail = narrow < most_active ? narrow : most_active;
                rows<tile_shape<active, block, tail>>(First);
                columns<First + step + static_cast<index_t>(tail)>();
            } else {
                for (index_t i = 0; i < blocks; ++i)
                    rows<tile_shape<active, block, 0>>(First + i * step);
                columns<First + blocks * step>();
            }
        }
    }
    /// `Count` registers of so many active elements in a row and, if `Tail`, one of as many.
    template <int Active, int Count, int Tail>
    struct tile_shape {
        static constexpr int active = Active, count = Count, tail = Tail;
        static constexpr int all = Count + (Tail > 0 ? 1 : 0);
        using V = vec_or_scalar<T, width_for<T, static_cast<index_t>(Active)>>;
        using W = vec_or_scalar<T, width_for<T, static_cast<index_t>(Tail > 0 ? Tail : 1)>>;
        template <int R>
        struct sums {
            V full[R * Count];
            W narrow[R];
        };
    };
    template <class Shape>
    ESPALIER_INLINE void rows(index_t n) const {
        constexpr int room = (register_count - Shape::all - 1) / Shape::all;
        constexpr index_t most = room < 12 ? room : 12;
        constexpr index_t pieces = (M + most - 1) / most;
        constexpr int r = static_cast<int>((M + pieces - 1) / pieces);
        constexpr index_t full = M / static_cast<index_t>(r);
        for (index_t i = 0; i < full; ++i) tile<Shape, r>(i * static_cast<index_t>(r), n);
        if constexpr (constexpr int last = static_cast<int>(M - full * static_cast<index_t>(r));
                      last > 0)
            tile<Shape, last>(full * static_cast<index_t>(r), n);
    }
    template <class Shape, int R>
    ESPALIER_INLINE void tile(index_t m, index_t n) const {
        using V = typename Shape::V;
        using W = typename Shape::W;
        constexpr int C = Shape::count, active = Shape::active, registers = R * Shape::all;
        constexpr index_t behind = static_cast<index_t>(C * active);
        constexpr int chains = K < 4 ? 1 : registers >= 6 ? 1 : registers >= 3 ? 2 : 4;
        constexpr index_t whole = K / chains * chains;
        typename Shape::template sums<R> total[chains];
        auto const each_row = [](auto const& f) ESPALIER_INLINE_LAMBDA {
            [&]<int... I>(std::integer_sequence<int, I...>) ESPALIER_INLINE_LAMBDA {
                (f(std::integral_constant<int, I>{}), ...);
            }(std::make_integer_sequence<int, R>{});
        };
        auto const each_pack = [](auto const& f) ESPALIER_INLINE_LAMBDA {
            [&]<int... J>(std::integer_sequence<int, J...>) ESPALIER_INLINE_LAMBDA {
                (f(J, static_cast<index_t>(J * active)), ...);
            }(std::make_integer_sequence<int, C>{});
        };
        auto const add = [&]<bool First>(std::bool_constant<First>, auto& sums,
                                         index_t k) ESPALIER_INLINE_LAMBDA {
            T const* const b_row = b + k * N + n;
            V row[C];
            each_pack([&](int j, index_t at)
                          ESPALIER_INLINE_LAMBDA { row[j] = load<V, active>(b_row + at); });
            W tail{};
            if constexpr (Shape::tail > 0) tail = load<W, Shape::tail>(b_row + behind);
            each_row([&]<int I>(std::integral_constant<int, I>) ESPALIER_INLINE_LAMBDA {
                T const x = at_a(m + static_cast<index_t>(I), k);
                V const xs = broadcast<V>(x);
                each_pack([&](int j, index_t) ESPALIER_INLINE_LAMBDA {
                    sums.full[I * C + j] = product_on<First>(xs, row[j], sums.full[I * C + j]);
                });
                if constexpr (Shape::tail > 0)
                    sums.narrow[I] =
                        product_on<First>(front_of_broadcast<W>(xs, x), tail, sums.narrow[I]);
            });
        };
        if constexpr (!Body::starts_at_zero)
            each_row([&]<int I>(std::integral_constant<int, I>) ESPALIER_INLINE_LAMBDA {
                index_t const r = m + static_cast<index_t>(I);
                each_pack([&](int j, index_t at) ESPALIER_INLINE_LAMBDA {
                    total[0].full[I * C + j] =
                        Body::template first_term<V, active>(result.in, result.place(r, n + at));
                });
                if constexpr (Shape::tail > 0)
                    total[0].narrow[I] = Body::template first_term<W, Shape::tail>(
                        result.in, result.place(r, n + behind));
            });
        [&]<int... S>(std::integer_sequence<int, S...>) ESPALIER_INLINE_LAMBDA {
            (add(std::bool_constant < S != 0 || Body::starts_at_zero > {}, total[S],
                 static_cast<index_t>(S)),
             ...);
            for (index_t k = chains; k < whole; k += chains)
                (add(std::false_type{}, total[S], k + static_cast<index_t>(S)), ...);
        }(std::make_integer_sequence<int, chains>{});
        for (index_t k = whole; k < K; ++k) add(std::false_type{}, total[0], k);
        each_row([&]<int I>(std::integral_constant<int, I>) ESPALIER_INLINE_LAMBDA {
            index_t const r = m + static_cast<index_t>(I);
            auto const full = [&](int j) ESPALIER_INLINE_LAMBDA {
                return joined<chains>(
                    [&](int c) ESPALIER_INLINE_LAMBDA { return total[c].full[I * C + j]; });
            };
            auto const tail = [&]() ESPALIER_INLINE_LAMBDA {
                return joined<chains>([&](int c)
                                          ESPALIER_INLINE_LAMBDA { return total[c].narrow[I]; });
            };
            if constexpr (C == 1 && Shape::tail > 0) {
                result.template emit_both<V, active, W, Shape::tail>(r, n, full(0), tail());
            } else {
                each_pack([&](int j, index_t at) ESPALIER_INLINE_LAMBDA {
                    result.template emit<V, active>(r, n + at, full(j));
                });
                if constexpr (Shape::tail > 0)
                    result.template emit<W, Shape::tail>(r, n + behind, tail());
            }
        });
    }
    /// a b, the first of a sum, or a b + c.
    template <bool First, class V>
    static ESPALIER_INLINE V product_on(V x, V y, V const& sum) {
        if constexpr (First)
            return x * y;
        else
            return multiply_add(x, y, sum);
    }
    template <int Chains, class Total>
    static ESPALIER_INLINE auto joined(Total const& total) {
        if constexpr (Chains == 1)
            return total(0);
        else if constexpr (Chains == 2)
            return total(0) + total(1);
        else
            return (total(0) + total(1)) + (total(2) + total(3));
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
