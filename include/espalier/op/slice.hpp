// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/strided.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int Axis, long Begin, long End, long Step>
struct slice_rule {
    static constexpr int axis = Axis < 0 ? Axis + Shape::rank : Axis;
    static constexpr long extent = static_cast<long>(Shape::value.axis[axis]);
    static constexpr long begin = Begin < 0 ? Begin + extent : Begin;
    static constexpr long end = End < 0 ? End + extent : End;
    static constexpr bool fits = Step > 0 && begin >= 0 && (begin < end) && (end <= extent);
    static consteval strided_view make() {
        strided_view v = whole_view(Shape::value);
        if (!fits) return v;
        v.offset = begin * v.stride[axis];
        v.to.axis[axis] = static_cast<index_t>((end - begin + Step - 1) / Step);
        v.stride[axis] *= Step;
        return v;
    }
    static constexpr strided_view view = make();
};
}  // namespace detail

namespace adl {
/// Elements Begin, Begin + Step, ... before End of an axis; negative positions count from the end.
template <int Axis, long Begin, long End, long Step = 1, expression X>
constexpr auto slice(X x) {
    static_assert(detail::axes_exist<X::shape_type::rank, Axis>,
                  "espalier::slice<Axis, Begin, End>(x): 'x' does not have this axis");
    using rule = detail::slice_rule<typename X::shape_type, Axis, Begin, End, Step>;
    static_assert(rule::fits,
                  "espalier::slice<Axis, Begin, End>(x): 0 <= Begin < End <= extent must hold");
    return detail::viewed<rule>(x);
}
}  // namespace adl
using adl::slice;

}  // namespace espalier::inline ESPALIER_ABI
