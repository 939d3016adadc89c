// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/strided.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape>
struct diagonal_rule {
    static consteval strided_view make() {
        strided_view v;
        v.to.push(Shape::value.axis[0]);
        v.stride[0] = static_cast<long>(Shape::value.axis[1]) + 1;
        return v;
    }
    static constexpr strided_view view = make();
};
}  // namespace detail

namespace adl {
/// The sum of the diagonal of a square matrix.
template <expression X>
constexpr auto trace(X x) {
    using S = typename X::shape_type;
    static_assert(S::rank == 2 && S::value.axis[0] == S::value.axis[S::rank > 1 ? 1 : 0],
                  "espalier::trace(x): 'x' must be a square matrix");
    return sum(detail::viewed<detail::diagonal_rule<S>>(x));
}
}  // namespace adl
using adl::trace;

}  // namespace espalier::inline ESPALIER_ABI
