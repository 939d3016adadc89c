// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/loop.hpp>
#include <espalier/kernel/transpose.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/product.hpp>
#include <espalier/kernel/ride.hpp>
#endif

namespace espalier::inline ESPALIER_ABI::kernel {

/// C(m, n) = sum over k of A(m, k) B(k, n), each element handed to the body in front of which it
/// stands. `Left`, `Right`: A is stored K x M, B is stored N x K.
template <class Body, index_t Batch, index_t M, index_t N, index_t K, bool Left, bool Right>
struct contraction {
    using T = typename Body::value_type;
#if ESPALIER_SIMD
    template <class Update>
    static ESPALIER_INLINE constexpr void run(T const* a, T const* b, T const* const* in,
                                              T* const* out, T* const* sums,
                                              Update const& apply_update) {
        if (std::is_constant_evaluated())
            inlined(a, b, in, out, sums, apply_update);
        else if constexpr (Batch == 1 && M * N * K <= part_of_line)
            product<Body, M, N, K, Left, Right, Update>{a, b, {in, out, apply_update, 0}}.run();
        else if constexpr (shares_registers(M, N, K))
            run_apart(a, b, in, out, apply_update);
        else
            run_alone(a, b, in, out, apply_update);
    }
    /// By value: what is stored cannot be thought to change how it is made.
    template <class Update>
    static void run_apart(T const* a, T const* b, T const* const* in, T* const* out,
                          Update apply_update) {
        for (index_t s = 0; s < Batch; ++s, a += M * K, b += K * N)
            product<Body, M, N, K, Left, Right, Update>{a, b, {in, out, apply_update, s * M}}.run();
    }
    template <class Update>
    [[gnu::noinline]] static void run_alone(T const* a, T const* b, T const* const* in,
                                            T* const* out, Update apply_update) {
        run_apart(a, b, in, out, apply_update);
    }
#else
    template <class Update>
    static constexpr void run(T const* a, T const* b, T const* const* in, T* const* out,
                              T* const* sums, Update const& apply_update) {
        inlined(a, b, in, out, sums, apply_update);
    }
#endif
    /// Plain loops, at the place of the call.
    template <class Update>
    static ESPALIER_INLINE constexpr void inlined(T const* a, T const* b, T const* const* in,
                                                  T* const* out, T* const* sums,
                                                  Update const& apply_update) {
        auto total = Body::template start<T>();
        auto const place = [](index_t s, index_t m, index_t n) ESPALIER_INLINE_LAMBDA {
            return position{(s * M + m) * N + n, s * M + m, n};
        };
        auto const put = [&](position p, T value) ESPALIER_INLINE_LAMBDA {
            Body::template run<T>(in, out, p, total, value, apply_update);
        };
        for (index_t s = 0; s < Batch; ++s, a += M * K, b += K * N) {
            if constexpr (K == 1) {
                outer([&](index_t m, index_t n) ESPALIER_INLINE_LAMBDA {
                    position const p = place(s, m, n);
                    put(p, start_of_product(Body::template first_term<T>(in, p), a[m] * b[n]));
                });
            } else {
                for (index_t m = 0; m < M; ++m) {
                    T const* right = b;  // walks through B where its rows are those of the sums
                    for (index_t n = 0; n < N; ++n) {
                        position const p = place(s, m, n);
                        T sum = Body::template first_term<T>(in, p);
                        for (index_t k = 0; k < K; ++k)
                            sum = multiply_add(Left ? a[k * M + m] : a[m * K + k],
                                               Right ? *right++ : b[k * N + n], sum);
                        put(p, sum);
                    }
                }
            }
        }
        Body::finish(sums, total);
    }

private:
    /// Element by element, two rows at a time, so that b is read once for both.
    template <class Element>
    static ESPALIER_INLINE constexpr void outer(Element const& element) {
        index_t m = 0;
        if constexpr (M % 2 == 1) rows<0>(m++, element);
        for (; m < M; m += 2) rows<0, 1>(m, element);
    }
    template <index_t... R, class Element>
    static ESPALIER_INLINE constexpr void rows(index_t m, Element const& element) {
        if constexpr (N <= 8) {
            for (index_t n = 0; n < N; ++n) (element(m + R, n), ...);
        } else {
            // unrolled no further
#pragma GCC unroll 1
            for (index_t n = 0; n < N; ++n) (element(m + R, n), ...);
        }
    }
    /// A sum that starts at nothing is its first term.
    static ESPALIER_INLINE constexpr T start_of_product(T sum, T product) {
        if constexpr (Body::starts_at_zero)
            return product;
        else
            return sum + product;
    }
};

/// y(n) = sum over k of a(k) B(k, n) with, at each element of B that it reads, the body `Rider` on
/// a(k) h(n): the gradient of a layer's input and the update of its weight, in one reading of it.
/// `Across`: B, and what the rider makes, is stored N x K.
template <class Body, class Rider, index_t N, index_t K, bool Across>
struct contraction_and_rider {
    using T = typename Body::value_type;
#if ESPALIER_SIMD
    static constexpr bool pays = riding_pays<T, N, K, Across>;
    template <class Update, class RiderUpdate>
    static ESPALIER_INLINE constexpr void run(T const* a, T const* b, T const* const* in,
                                              T* const* out, T* const* sums,
                                              Update const& apply_update, T const* h,
                                              T const* const* rider_in, T* const* rider_out,
                                              RiderUpdate const& update_rider) {
        if (std::is_constant_evaluated())
            inlined(a, b, in, out, sums, apply_update, h, rider_in, rider_out, update_rider);
        else if constexpr (N * K <= part_of_line)
            ride<Body, Rider, N, K, Across, Update, RiderUpdate>{
                a, b, h, {in, out, apply_update, 0}, {rider_in, rider_out, update_rider, 0}}
                .run();
        else
            run_apart(a, b, in, out, apply_update, h, rider_in, rider_out, update_rider);
    }
    /// By value: what is stored cannot be thought to change how it is made.
    template <class Update, class RiderUpdate>
    [[gnu::noinline]] static void run_apart(T const* a, T const* b, T const* const* in,
                                            T* const* out, Update apply_update, T const* h,
                                            T const* const* rider_in, T* const* rider_out,
                                            RiderUpdate update_rider) {
        ride<Body, Rider, N, K, Across, Update, RiderUpdate>{
            a, b, h, {in, out, apply_update, 0}, {rider_in, rider_out, update_rider, 0}}
            .run();
    }
#else
    static constexpr bool pays = true;
    /// On memory of which the compiler does not know what lies where: row by row over some columns,
    /// so that each loop runs on consecutive elements, and what a sum reads is read before the
    /// rider stores.
    template <class Update, class RiderUpdate>
    static constexpr void run(T const* a, T const* b, T const* const* in, T* const* out,
                              T* const* sums, Update const& apply_update, T const* h,
                              T const* const* rider_in, T* const* rider_out,
                              RiderUpdate const& update_rider) {
        constexpr index_t width = 32, rest = N % width;
        auto total = Body::template start<T>();
        auto const columns = [&]<index_t Width>(index_t at, std::index_sequence<Width>) {
            auto none = Rider::template start<T>();
            T sum[Width]{}, right[Width]{};
            for (index_t c = 0; c < Width; ++c) {
                sum[c] = Body::template first_term<T>(in, position{at + c, 0, at + c});
                right[c] = h[at + c];
            }
            for (index_t k = 0; k < K; ++k) {
                T const left = a[k];
                for (index_t c = 0; c < Width; ++c) sum[c] += left * b[k * N + at + c];
                for (index_t c = 0; c < Width; ++c) {
                    position const q{k * N + at + c, k, at + c};
                    T product = left * right[c];
                    if constexpr (!Rider::starts_at_zero)
                        product += Rider::template first_term<T>(rider_in, q);
                    Rider::template run<T>(rider_in, rider_out, q, none, product, update_rider);
                }
            }
            for (index_t c = 0; c < Width; ++c)
                Body::template run<T>(in, out, position{at + c, 0, at + c}, total, sum[c],
                                      apply_update);
        };
        for (index_t at = 0; at + width <= N; at += width)
            columns(at, std::index_sequence<width>{});
        if constexpr (rest > 0) columns(N - rest, std::index_sequence<rest>{});
        Body::finish(sums, total);
    }
#endif
    /// At the place of the call.
    template <class Update, class RiderUpdate>
    static ESPALIER_INLINE constexpr void inlined(T const* a, T const* b, T const* const* in,
                                                  T* const* out, T* const* sums,
                                                  Update const& apply_update, T const* h,
                                                  T const* const* rider_in, T* const* rider_out,
                                                  RiderUpdate const& update_rider) {
        auto total = Body::template start<T>();
        auto none = Rider::template start<T>();
        // unrolled, the inner loop is long enough
#pragma GCC unroll 1
        for (index_t n = 0; n < N; ++n) {
            position const p{n, 0, n};
            T sum = Body::template first_term<T>(in, p);
            auto const row = [&](index_t k) ESPALIER_INLINE_LAMBDA {
                position const q{Across ? n * K + k : k * N + n, k, n};
                sum += a[k] * b[q.flat];
                T product = a[k] * h[n];
                if constexpr (!Rider::starts_at_zero)
                    product += Rider::template first_term<T>(rider_in, q);
                Rider::template run<T>(rider_in, rider_out, q, none, product, update_rider);
            };
            constexpr index_t rows = K % 2 == 0 ? 2 : 1;
            for (index_t k = 0; k < K; k += rows) {
                row(k);
                if constexpr (rows == 2) row(k + 1);
            }
            Body::template run<T>(in, out, p, total, sum, apply_update);
        }
        Body::finish(sums, total);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
