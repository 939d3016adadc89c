// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

template <int Axis, bool Backward>
struct cumsum_op : opaque<"cumsum"> {
    template <class X>
    static consteval auto result() {
        return X{};
    }
    template <class Out, class X, class T>
    static constexpr void run(T* out, T const* x) {
        constexpr auto b = detail::block_of(X::shape_type::value, Axis, Axis + 1);
        for (index_t o = 0; o < b.outer; ++o)
            for (index_t i = 0; i < b.inner; ++i) {
                T total{};
                for (index_t step = 0; step < b.n; ++step) {
                    index_t const n = Backward ? b.n - 1 - step : step;
                    total += x[(o * b.n + n) * b.inner + i];
                    out[(o * b.n + n) * b.inner + i] = total;
                }
            }
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto) {
        return apply<cumsum_op<Axis, !Backward>>(g);
    }
};

namespace adl {
/// The running sum along an axis.
template <int Axis, expression X>
constexpr auto cumsum(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::cumsum<Axis>(x): 'x' does not have this axis");
    return apply<cumsum_op<(Axis < 0 ? Axis + X::shape_type::rank : Axis), false>>(x);
}
template <expression X>
constexpr auto cumsum(X x, int) {
    return detail::reject_axis_argument(x);
}
}  // namespace adl
using adl::cumsum;

}  // namespace espalier::inline ESPALIER_ABI
