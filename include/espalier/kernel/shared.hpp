// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/kernel/body.hpp>

/// Products of one row by a matrix, with their extents at run time: where code is to be short, all
/// products of one form are calls of one function.
namespace espalier::inline ESPALIER_ABI::kernel {

/// Where a body reads, stores and leaves its sums: copies, which no loop writes.
template <class Body>
struct places_of {
    using T = typename Body::value_type;
    T const* in[Body::reads + 1]{};
    T* out[Body::stores + 1]{};
    T* sums[Body::reductions + 1]{};
    ESPALIER_INLINE constexpr places_of(T const* const* read, T* const* store, T* const* sum) {
        for (int i = 0; i < Body::reads; ++i) in[i] = read[i];
        for (int i = 0; i < Body::stores; ++i) out[i] = store[i];
        for (int i = 0; i < Body::reductions; ++i) sums[i] = sum[i];
    }
};

/// y(n) = sum over k of a(k) B(k, n), as `contraction`.
template <class Body, bool Right>
struct shared_product {
    using T = typename Body::value_type;
    template <class Update>
    [[gnu::noinline]] static constexpr void run(index_t columns, index_t depth, T const* a,
                                                T const* b, T const* const* in, T* const* out,
                                                T* const* sums, Update const& apply_update) {
        places_of<Body> const at(in, out, sums);
        Update const update = apply_update;
        auto total = Body::template start<T>();
        index_t n = 0;
        do {
            position const p{n, 0, n};
            T sum = Body::template first_term<T>(at.in, p);
            T const* right = Right ? b : b + n;
            T const* left = a;
            do {
                sum += *left++ * *right;
                right += Right ? 1 : columns;
            } while (left != a + depth);
            if constexpr (Right) b = right;
            Body::template run<T>(at.in, at.out, p, total, sum, update);
        } while (++n != columns);
        Body::finish(at.sums, total);
    }
};

/// ... with a rider on each element of B, as `contraction_and_rider`.
template <class Body, class Rider>
struct shared_product_and_rider {
    using T = typename Body::value_type;
    template <class Update, class RiderUpdate>
    [[gnu::noinline]] static constexpr void run(index_t columns, index_t depth, T const* a,
                                                T const* b, T const* const* in, T* const* out,
                                                T* const* sums, Update const& apply_update,
                                                T const* h, T const* const* rider_in,
                                                T* const* rider_out,
                                                RiderUpdate const& update_rider) {
        places_of<Body> const at(in, out, sums);
        places_of<Rider> const rider_at(rider_in, rider_out, nullptr);
        Update const update = apply_update;
        RiderUpdate const ride = update_rider;
        auto total = Body::template start<T>();
        auto none = Rider::template start<T>();
        // what the rider updates is B: one address for both
        if constexpr (requires { ride.parameter(); }) b = ride.parameter();
        index_t n = 0;
        do {
            position const p{n, 0, n};
            T sum = Body::template first_term<T>(at.in, p);
            T const right = h[n];
            T const* left = a;
            index_t flat = n;
            do {
                position const q{flat, static_cast<index_t>(left - a), n};
                sum += *left * b[flat];
                T product = *left * right;
                if constexpr (!Rider::starts_at_zero)
                    product += Rider::template first_term<T>(rider_at.in, q);
                Rider::template run<T>(rider_at.in, rider_at.out, q, none, product, ride);
                flat += columns;
            } while (++left != a + depth);
            Body::template run<T>(at.in, at.out, p, total, sum, update);
        } while (++n != columns);
        Body::finish(at.sums, total);
    }
};

}  // namespace espalier::inline ESPALIER_ABI::kernel
