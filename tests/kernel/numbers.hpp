// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <espalier/espalier.hpp>

#include <vector>

#include "../catch.hpp"

/// What the tests of products share.
namespace es = espalier;
namespace kernel = espalier::kernel;
using es::index_t;

namespace {

/// A call that updates nothing.
struct nothing {};

/// Small dyadic numbers: every order of summation is exact, so results agree to the bit.
template <class T>
std::vector<T> numbers(index_t n, int seed) {
    std::vector<T> v(n);
    for (index_t i = 0; i < n; ++i)
        v[i] =
            static_cast<T>(static_cast<int>((i * 7 + static_cast<index_t>(seed) * 13) % 17) - 8) /
            T{8};
    return v;
}

}  // namespace
