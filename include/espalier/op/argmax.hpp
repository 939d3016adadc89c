// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis>
struct argmax_op : opaque<"argmax"> {
    static constexpr unsigned not_differentiable = 1;
    template <class X>
    static consteval auto result() {
        return detail::array_of<
            typename X::value_type,
            detail::shape_by<detail::dropped_rule<typename X::shape_type, 1u << Axis, false>>>{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr auto b = detail::block_of(X::shape_type::value, Axis, Axis + 1);
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t i = 0; i < b.inner; ++i) {
                index_t best = 0;
                for (index_t n = 1; n < b.n; ++n)
                    if (x[(o * b.n + n) * b.inner + i] > x[(o * b.n + best) * b.inner + i])
                        best = n;
                out[o * b.inner + i] = static_cast<T>(best);
            }
    }
};

namespace adl {
/// The position of the largest element along an axis (the first, at ties), as a number of the
/// operand's element type. No gradient.
template <int Axis, expression X>
constexpr auto argmax(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::argmax<Axis>(x): 'x' does not have this axis");
    return apply<argmax_op<(Axis < 0 ? Axis + X::shape_type::rank : Axis)>>(x);
}
template <expression X>
constexpr auto argmax(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::argmax;

}  // namespace espalier::inline ESPALIER_ABI
