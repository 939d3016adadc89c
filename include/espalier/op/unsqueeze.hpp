// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/reshape.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int Axis>
struct unsqueeze_rule {
    consteval extents operator()() const {
        constexpr int axis = Axis < 0 ? Axis + Shape::rank + 1 : Axis;
        extents to;
        for (int i = 0; i <= Shape::rank; ++i)
            to.push(i == axis ? 1 : Shape::value.axis[i < axis ? i : i - 1]);
        return to;
    }
};
}  // namespace detail

namespace adl {
/// A new axis of extent 1 at position Axis of the result.
template <int Axis, expression X>
constexpr auto unsqueeze(X x) {
    constexpr bool exists = Axis >= -X::shape_type::rank - 1 && Axis <= X::shape_type::rank;
    static_assert(exists, "espalier::unsqueeze<Axis>(x): Axis is at most the rank of 'x'");
    if constexpr (exists)
        return detail::reshaped<
            detail::shape_by<detail::unsqueeze_rule<typename X::shape_type, Axis>>>(x);
    else
        return x;
}
}  // namespace adl

template <int Axis>
struct unsqueeze_object {
    template <expression X>
    constexpr auto operator()(X x) const {
        return adl::unsqueeze<Axis>(x);
    }
};
/// `es::unsqueeze<0>` as an object.
template <int Axis>
inline constexpr unsqueeze_object<Axis> unsqueeze{};

}  // namespace espalier::inline ESPALIER_ABI
