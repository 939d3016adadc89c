// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/reshape.hpp>
#include <espalier/op/strided.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int... Perm>
struct transpose_rule {
    static consteval strided_view make() {
        constexpr int rank = Shape::rank;
        int const perm[sizeof...(Perm) + 1]{Perm...};
        strided_view v;
        v.to.rank = rank;
        for (int i = 0; i < rank; ++i) {
            int from = sizeof...(Perm) == 0 ? rank - 1 - i : perm[i];
            if (from < 0) from += rank;
            v.to.axis[i] = Shape::value.axis[from];
            v.stride[i] = stride_of(Shape::value, from);
        }
        return v;
    }
    static constexpr strided_view view = make();
};
template <int Rank, int... Perm>
consteval bool is_permutation() {
    if (sizeof...(Perm) == 0) return true;
    unsigned seen = 0;
    (((Perm < Rank) && (Perm >= -Rank) ? seen |= 1u << (Perm < 0 ? Perm + Rank : Perm) : 0u), ...);
    return sizeof...(Perm) == static_cast<std::size_t>(Rank) && seen == (1u << Rank) - 1;
}
}  // namespace detail

namespace adl {
/// The axes in the order Perm...; without arguments, reversed.
template <int... Perm, expression X>
constexpr auto transpose(X x) {
    static_assert(detail::is_permutation<X::shape_type::rank, Perm...>(),
                  "espalier::transpose<Perm...>(x): Perm must name each axis of 'x' once");
    return detail::viewed<detail::transpose_rule<typename X::shape_type, Perm...>>(x);
}
}  // namespace adl
using adl::transpose;

}  // namespace espalier::inline ESPALIER_ABI
