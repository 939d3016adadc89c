// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/contraction.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace adl {
/// The outer product of two vectors: outer(a, b)(i, j) = a(i) b(j).
template <expression A, expression B>
constexpr auto outer(A a, B b) {
    static_assert(A::shape_type::rank == 1 && B::shape_type::rank == 1,
                  "espalier::outer(a, b): 'a' and 'b' must be vectors");
    constexpr index_t m = A::shape_type::size, n = B::shape_type::size;
    return apply<contraction_op<shape<m, n>, 1, m, n, 1, transposed::none>>(a, b);
}
}  // namespace adl
using adl::outer;

}  // namespace espalier::inline ESPALIER_ABI
