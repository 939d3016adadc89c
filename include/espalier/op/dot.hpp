// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/matmul.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace adl {
/// The inner product of two vectors.
template <expression A, expression B>
constexpr auto dot(A a, B b) {
    static_assert(A::shape_type::rank == 1 && B::shape_type::rank == 1,
                  "espalier::dot(a, b): 'a' and 'b' must be vectors");
    return matmul(a, b);
}
}  // namespace adl
using adl::dot;

}  // namespace espalier::inline ESPALIER_ABI
