// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct leaky_relu_op : composite<"leaky_relu"> {
    static constexpr auto body(auto x, auto slope) { return where(x > constant<0>, x, slope * x); }
};

namespace adl {
/// x where x > 0, else negative_slope x: `leaky_relu(x, es::negative_slope = 0.01_c)`.
template <expression X, compile_time_number Slope = detail::number_type<detail::bits_of(0.01)>>
constexpr auto leaky_relu(X x, option<tag::negative_slope, Slope> slope = {}) {
    return apply<leaky_relu_op>(x, slope.value);
}
}  // namespace adl

/// `es::leaky_relu` as an object.
struct leaky_relu_object {
    template <expression X, class... O>
    constexpr auto operator()(X x, O... slope) const {
        return adl::leaky_relu(x, slope...);
    }
};
inline constexpr leaky_relu_object leaky_relu{};

}  // namespace espalier::inline ESPALIER_ABI
