// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include "../catch.hpp"
#include <cmath>
#include <espalier/core.hpp>

#include "reference/layers.hpp"

/// Comparison with the numbers that layers.py recorded.
namespace reference {

namespace es = espalier;

/// The k-th array of a call: sin(1.3 i + k).
template <class Tensor>
void fill(Tensor& t, int k) {
    for (es::index_t i = 0; i < t.size(); ++i) t.flat(i) = std::sin(1.3 * static_cast<double>(i) + k);
}

template <class Tensor, std::size_t N>
void agree(Tensor const& t, double const (&expected)[N]) {
    REQUIRE(t.size() == N);
    for (es::index_t i = 0; i < N; ++i) CHECK(t.flat(i) == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
}

/// A leaf and the gradient that is expected of it.
template <class Leaf, std::size_t N>
struct expected_gradient {
    Leaf leaf;
    double const (&numbers)[N];
};
template <class Leaf, std::size_t N>
constexpr expected_gradient<Leaf, N> with(Leaf leaf, double const (&numbers)[N]) {
    return {leaf, numbers};
}

/// y of the leaves, all of them parameters, filled in their order; its value; its gradients.
template <class E, std::size_t N, class... Leaf, std::size_t... M>
void compare(E y, double const (&value)[N], expected_gradient<Leaf, M> const&... leaves) {
    es::variables vars{y};
    int k = 0;
    (fill(vars[leaves.leaf], k++), ...);
    agree(es::evaluate(y, vars), value);
    es::basic_tensor<double, typename E::shape_type, es::row_major> s{};
    for (es::index_t i = 0; i < s.size(); ++i) s.flat(i) = std::cos(0.7 * static_cast<double>(i));
    auto const g = es::gradient(y, es::wrt(leaves.leaf...), es::cotangent = s, vars);
    (agree(g[leaves.leaf], leaves.numbers), ...);
}

}  // namespace reference
