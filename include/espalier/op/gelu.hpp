// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/core/constant.hpp>
#include <espalier/core/math.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/erf.hpp>
#include <espalier/op/exp.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>

namespace espalier::inline ESPALIER_ABI {

namespace detail {
constexpr auto normal_cdf(auto x) {
    return number_type<bits_of(0.5)>{} *
           (constant<1> + erf(x * number_type<bits_of(0.70710678118654752440)>{}));
}
constexpr auto normal_density(auto x) {
    return number_type<bits_of(0.39894228040143267794)>{} *
           exp(number_type<bits_of(-0.5)>{} * (x * x));
}
template <class V>
constexpr V phi_argument(V const& x) {
    if constexpr (math::scalar<V>)
        return x * static_cast<V>(0.70710678118654752440);
    else
        return x * V(static_cast<typename V::value_type>(0.70710678118654752440));
}
}  // namespace detail

struct gelu_op : elementwise<"gelu"> {
    static constexpr bool calls_function = true;
    template <class V>
    static constexpr V value(V x) {
        return x * (V(0.5f) * (V(1) + math::erf(detail::phi_argument(x))));
    }
    template <int>
    static constexpr auto adjoint(auto g, auto, auto x) {
        return g * (detail::normal_cdf(x) + x * detail::normal_density(x));
    }
};

namespace adl {
/// x Phi(x) with the normal distribution function Phi, by erf (Hendrycks and Gimpel 2016).
template <expression X>
constexpr auto gelu(X) {
    return applied<gelu_op, X>{};
}
}  // namespace adl

inline constexpr op_object<gelu_op> gelu{};

}  // namespace espalier::inline ESPALIER_ABI
