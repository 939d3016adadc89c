// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/keyword.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/expm1.hpp>
#include <espalier/op/minimum.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/where.hpp>

namespace espalier::inline ESPALIER_ABI {

struct elu_op : composite<"elu"> {
    static constexpr auto body(auto x, auto scale) {
        // exp only of what is negative, so that the branch not taken cannot overflow
        auto const below = where(x <= constant<0>, x, constant<0>);
        return where(x <= constant<0>, scale * expm1(below), x);
    }
};

namespace adl {
/// x where x > 0, else alpha (e^x - 1): `elu(x, es::alpha = 1_c)`.
template <expression X, compile_time_number Alpha = integer_constant<1>>
constexpr auto elu(X x, option<tag::alpha, Alpha> scale = {}) {
    return apply<elu_op>(x, scale.value);
}
}  // namespace adl

/// `es::elu` as an object.
struct elu_object {
    template <expression X, class... O>
    constexpr auto operator()(X x, O... scale) const {
        return adl::elu(x, scale...);
    }
};
inline constexpr elu_object elu{};

}  // namespace espalier::inline ESPALIER_ABI
