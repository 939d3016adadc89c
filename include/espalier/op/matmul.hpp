// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/contraction.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {

/// A product by NumPy's rules: what is multiplied, and the shape that results.
struct matmul_plan {
    index_t m = 1, n = 1, k = 1, batch = 1;
    bool fits = true;
    bool shares_right = false;  // one matrix b for the whole batch of a: rows are joined
    extents to{}, a{}, b{};     // result; operands after broadcasting their batches
};

constexpr matmul_plan plan_matmul(extents const& a, extents const& b) {
    matmul_plan p;
    if (a.rank == 0 || b.rank == 0) {
        p.fits = false;
        return p;
    }
    extents batch_a, batch_b;
    for (int i = 0; i + 2 < a.rank; ++i) batch_a.push(a.axis[i]);
    for (int i = 0; i + 2 < b.rank; ++i) batch_b.push(b.axis[i]);
    p.k = a.axis[a.rank - 1];
    p.m = a.rank > 1 ? a.axis[a.rank - 2] : 1;
    p.n = b.rank > 1 ? b.axis[b.rank - 1] : 1;
    auto const batch = broadcast(batch_a, batch_b);
    p.fits = batch.fits && p.k == (b.rank > 1 ? b.axis[b.rank - 2] : b.axis[0]);
    p.to = p.a = p.b = batch.shape;
    if (a.rank > 1) p.to.push(p.m), p.a.push(p.m);
    p.a.push(p.k);
    if (b.rank > 1)
        p.b.push(p.k), p.to.push(p.n), p.b.push(p.n);
    else
        p.b.push(p.k);
    p.batch = batch.shape.size();
    if (batch_b.size() == 1) {
        p.shares_right = true;
        p.m *= p.batch;
        p.batch = 1;
        p.b = b;
    }
    return p;
}

template <class A, class B>
struct matmul_shapes_differ {
    static_assert(never_type<A>,
                  "espalier::matmul(a, b): the columns of 'a' must equal the rows of 'b'");
};

template <expression A, expression B>
struct matmul_of {
    static constexpr matmul_plan plan = plan_matmul(A::shape_type::value, B::shape_type::value);
    static constexpr bool check() {
        if constexpr (!plan.fits)
            return sizeof(matmul_shapes_differ<typename A::shape_type, typename B::shape_type>) > 0;
        return true;
    }
    static_assert(check());
    struct to {
        consteval extents operator()() const { return plan.to; }
    };
    struct a {
        consteval extents operator()() const { return plan.a; }
    };
    struct b {
        consteval extents operator()() const { return plan.b; }
    };
    template <expression X, class Rule>
    static constexpr auto broadcast_batch(X x, Rule) {
        using shape = shape_by<Rule>;
        if constexpr (shape::size == X::shape_type::size)
            return x;
        else
            return apply<broadcast_op<array_of<typename X::value_type, shape>>>(x);
    }
    static constexpr auto make(A x, B y) {
        return apply<
            contraction_op<shape_by<to>, plan.batch, plan.m, plan.n, plan.k, transposed::none>>(
            broadcast_batch(x, a{}), broadcast_batch(y, b{}));
    }
};

}  // namespace detail

namespace adl {
/// The matrix product by NumPy's rules for vectors, matrices and batches of matrices:
/// (..., M, K) x (..., K, N) -> (..., M, N); a vector drops its axis.
template <expression A, expression B>
constexpr auto matmul(A a, B b) {
    return detail::matmul_of<A, B>::make(a, b);
}
}  // namespace adl
using adl::matmul;

}  // namespace espalier::inline ESPALIER_ABI
