// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <array>
#include <espalier/core.hpp>
#include <vector>

#include "../catch.hpp"

namespace es = espalier;

namespace {
template <class Layout>
using matrix = es::basic_tensor<float, es::shape<2, 3>, Layout>;

template <class Layout>
constexpr bool takes_braces() {
    matrix<Layout> flat{}, nested{}, cleared{};
    flat = {1, 2, 3, 4, 5, 6};
    nested = {{1, 2, 3}, {4, 5, 6}};
    cleared = flat;
    cleared = {};
    return flat(0, 1) == 2 && flat(1, 0) == 4 && flat == nested && cleared(1, 2) == 0;
}
}  // namespace

TEST_CASE("braces give a tensor's elements in logical order, whatever the storage order") {
    static_assert(takes_braces<es::row_major>());
    static_assert(takes_braces<es::column_major>());
    es::tensor<double, 2, 2, 2> cube{};
    cube = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    CHECK(cube(1, 0, 1) == 6);
    CHECK(cube(0, 1, 0) == 3);
}

TEST_CASE("a tensor is assigned from arrays, spans and vectors") {
    matrix<es::column_major> m{};
    float const rows[2][3]{{1, 2, 3}, {4, 5, 6}};
    m = rows;
    CHECK(m(1, 0) == 4);
    m = std::array<std::array<float, 3>, 2>{{{6, 5, 4}, {3, 2, 1}}};
    CHECK(m(1, 0) == 3);
    m = std::vector<float>{1, 2, 3, 4, 5, 6};
    CHECK(m(0, 2) == 3);
    auto const before = m;
    CHECK_THROWS_AS(m = std::vector<float>(5), es::shape_error);
    CHECK(m == before);
}
