// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/espalier.hpp>

#include <vector>

namespace es = espalier;
using es::index_t;

namespace {

/// Small whole numbers: sums are exact in any order.
template <class T, index_t Outer, index_t N, index_t Inner>
bool agrees() {
    std::vector<T> in(Outer * N * Inner), out(Outer * Inner + 1, T{77});
    for (index_t i = 0; i < in.size(); ++i)
        in[i] = static_cast<T>(static_cast<int>(i * 7 % 23) - 9);
    es::kernel::reduction<T, es::add_combine, Outer, N, Inner>::run(in.data(), out.data());
    for (index_t o = 0; o < Outer; ++o)
        for (index_t i = 0; i < Inner; ++i) {
            T sum{};
            for (index_t n = 0; n < N; ++n) sum += in[(o * N + n) * Inner + i];
            if (out[o * Inner + i] != sum) return false;
        }
    return out[Outer * Inner] == T{77};
}
template <class T, index_t N, index_t... Outer>
bool rows(std::index_sequence<Outer...>) {
    return (agrees<T, Outer, N, 1>() && ...) && (agrees<T, 2, N, Outer>() && ...);
}
using extents = std::index_sequence<1, 2, 5, 7, 8, 9, 13, 16, 17, 31, 33, 70>;

}  // namespace

TEST_CASE("sums of runs and of columns agree with the plain definition") {
    CHECK(rows<float, 1>(extents{}));
    CHECK(rows<float, 2>(extents{}));
    CHECK(rows<float, 3>(extents{}));
    CHECK(rows<float, 4>(extents{}));
    CHECK(rows<float, 5>(extents{}));
    CHECK(rows<float, 37>(extents{}));
    CHECK(rows<double, 2>(extents{}));
    CHECK(rows<double, 3>(extents{}));
    CHECK(rows<double, 69>(extents{}));
}
