// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/op/reshape.hpp>
#include <espalier/op/sum.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
template <class Shape, int From>
struct flatten_rule {
    consteval extents operator()() const {
        constexpr int from = From < 0 ? From + Shape::rank : From;
        extents to;
        index_t rest = 1;
        for (int i = 0; i < Shape::rank; ++i) {
            if (i < from)
                to.push(Shape::value.axis[i]);
            else
                rest *= Shape::value.axis[i];
        }
        to.push(rest);
        return to;
    }
};
}  // namespace detail

namespace adl {
/// The axes from From on joined into one; all of them by default.
template <int From = 0, expression X>
constexpr auto flatten(X x) {
    static_assert(From == 0 || detail::axes_exist<X::shape_type::rank, From>,
                  "espalier::flatten<From>(x): 'x' does not have this axis");
    return detail::reshaped<detail::shape_by<detail::flatten_rule<typename X::shape_type, From>>>(
        x);
}
}  // namespace adl

struct flatten_object {
    template <expression X>
    constexpr auto operator()(X x) const {
        return adl::flatten(x);
    }
};
/// `es::flatten` as an object; with an axis, write `flatten<1>(x)`.
inline constexpr flatten_object flatten{};

namespace detail {
struct flattened_by_comparison {
    template <expression X>
    friend constexpr auto operator>(flattened_by_comparison, X x) {
        return adl::flatten(x);
    }
};
}  // namespace detail
/// Does not compile: `es::flatten<1>(x)` compares an object with a number.
template <std::integral N>
constexpr auto operator<(flatten_object, N) {
    static_assert(detail::never_type<N>,
                  "espalier::flatten<From>(x): es::flatten is an object; with an axis write "
                  "flatten<1>(x) without es::, argument-dependent look-up finds it");
    return detail::flattened_by_comparison{};
}

}  // namespace espalier::inline ESPALIER_ABI
