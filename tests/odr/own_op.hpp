// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Included by two files, each with its own `factor` in an unnamed namespace: their ops have one name
// and are two types.
#pragma once

#include <espalier/core.hpp>

namespace {

struct own_op : espalier::elementwise<"own"> {
    template <class V>
    static constexpr V value(V v) {
        return V(factor * v);
    }
    template <int>
    static constexpr auto adjoint(auto g, auto y, auto x) {
        return g * y / x;
    }
};

// long enough to be a table of loops, which linkers know by a short name
template <int N>
constexpr auto deep(auto h) {
    if constexpr (N == 0)
        return espalier::apply<own_op>(h);
    else
        return espalier::cumsum<0>(deep<N - 1>(h));
}

/// 41 times the factor.
float run_deep() {
    constexpr auto x = espalier::input<"x", espalier::shape<2>>;
    float const at[2]{1, 0};
    return espalier::evaluate(sum(deep<40>(x)), x = at);
}

}  // namespace
