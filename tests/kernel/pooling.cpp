// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cmath>
#include <espalier/espalier.hpp>
#include <limits>
#include <vector>

#include "../catch.hpp"

namespace es = espalier;
using es::index_t;

namespace {

/// Two planes of some rows of windows against each window by itself: the first of its largest
/// elements, NaN being largest; its average, of small integers and so exact.
template <class T, index_t Rows, index_t W, index_t KH, index_t KW, index_t SH, index_t SW,
          index_t PH, index_t PW>
void rows_are_windows(bool with_nan, bool with_infinities) {
    constexpr index_t P = 2, H = (Rows - 1) * SH + KH - 2 * PH;
    using E = es::pooling_extents<P, H, W, KH, KW, SH, SW, PH, PW>;
    constexpr index_t size = E::x_shape::size, count = E::y_shape::size;
    std::vector<T> x(size), g(count), y(count), out(size), mean(count), spread(size);
    for (index_t i = 0; i < size; ++i) x[i] = static_cast<T>(i * 7 % 5);  // with ties
    for (index_t i = 0; i < count; ++i) g[i] = static_cast<T>(i % 9 + 1);
    using x_array = es::detail::array_of<T, typename E::x_shape>;
    using y_array = es::detail::array_of<T, typename E::y_shape>;
    using es::pooling_part;
    for (T& one : spread) one = 77;
    es::average_pooling_op<E, pooling_part::forward>::template run<y_array, x_array>(mean.data(),
                                                                                     x.data());
    es::average_pooling_op<E, pooling_part::scatter>::template run<x_array, y_array>(spread.data(),
                                                                                     g.data());
    std::vector<T> const finite = x;
    if (with_infinities) {
        x[0] = std::numeric_limits<T>::infinity();
        for (index_t i = 1; i < KW; ++i) x[i] = -x[0];
        x[size - 1] = -x[0];
    }
    if (with_nan) x[KW / 2] = std::numeric_limits<T>::quiet_NaN();
    for (T& one : out) one = 77;
    es::max_pooling_op<E, pooling_part::forward>::template run<y_array, x_array>(y.data(),
                                                                                 x.data());
    es::max_pooling_op<E, pooling_part::scatter>::template run<x_array, y_array, x_array>(
        out.data(), g.data(), x.data());
    CAPTURE(Rows, W, KH, KW, SH, SW, PH, PW, with_nan, with_infinities);
    std::vector<T> expected(size), shares(size);
    T const share = T{1} / static_cast<T>(KH * KW);
    bool same = true;
    for (index_t i = 0; i < count; ++i) {
        index_t const p = i / (Rows * E::yw), r = i / E::yw % Rows, c = i % E::yw;
        index_t at = size;
        T total{};
        for (index_t k = 0; k < KH * KW; ++k) {
            index_t const row = r * SH + k / KW, col = c * SW + k % KW;
            if (row < PH || row >= PH + H || col < PW || col >= PW + W) continue;
            index_t const here = (p * H + row - PH) * W + col - PW;
            if (at == size || x[here] > x[at] || (std::isnan(x[here]) && !std::isnan(x[at])))
                at = here;
            total += finite[here];
            shares[here] += share * g[i];
        }
        expected[at] += g[i];
        same = same && (y[i] == x[at] || (std::isnan(y[i]) && std::isnan(x[at])));
        same = same && mean[i] == share * total;
    }
    CHECK(out == expected);
    for (index_t i = 0; i < size; ++i)  // shares of overlapping windows come in another order
        same = same && std::abs(spread[i] - shares[i]) <= T(1e-5) * shares[i];
    CHECK(same);
}
template <class T, index_t W, index_t KH, index_t KW, index_t SH, index_t SW, index_t PH = 0,
          index_t PW = 0>
void rows_are_windows() {
    for (int i = 0; i < 4; ++i) {
        rows_are_windows<T, 1, W, KH, KW, SH, SW, PH, PW>(i % 2 != 0, i / 2 != 0);
        rows_are_windows<T, 3, W, KH, KW, SH, SW, PH, PW>(i % 2 != 0, i / 2 != 0);
    }
}
template <class T>
void all_rows() {
    rows_are_windows<T, 28, 2, 2, 2, 2>();
    rows_are_windows<T, 5, 2, 2, 2, 2>();
    rows_are_windows<T, 14, 2, 2, 2, 2>();
    rows_are_windows<T, 37, 2, 2, 2, 2>();
    rows_are_windows<T, 9, 1, 2, 2, 2>();
    rows_are_windows<T, 2, 1, 2, 1, 2>();
    rows_are_windows<T, 10, 4, 2, 1, 2>();
    rows_are_windows<T, 19, 3, 3, 2, 2>();
    rows_are_windows<T, 18, 3, 3, 3, 3>();
    rows_are_windows<T, 17, 2, 2, 1, 1>();
    rows_are_windows<T, 33, 2, 1, 2, 4>();
    rows_are_windows<T, 14, 2, 2, 2, 2, 0, 1>();
    rows_are_windows<T, 13, 3, 3, 2, 2, 1, 1>();
    rows_are_windows<T, 32, 3, 3, 1, 1, 1, 1>();
    rows_are_windows<T, 5, 4, 3, 3, 2, 1, 0>();
    rows_are_windows<T, 3, 5, 5, 1, 2, 2, 2>();
}

}  // namespace

TEST_CASE("rows of windows are pooled as each window by itself") {
    all_rows<float>();
    all_rows<double>();
}
TEST_CASE("padding never takes a gradient") {
    using E = es::pooling_extents<1, 3, 3, 3, 3, 1, 1, 1, 1>;
    using array = es::detail::array_of<float, E::x_shape>;
    float x[9], g[9], out[9], sum = 0;
    for (float& one : x) one = -std::numeric_limits<float>::infinity();
    for (float& one : g) one = 1;
    es::max_pooling_op<E, es::pooling_part::scatter>::run<array, array, array>(out, g, x);
    for (float one : out) sum += one;
    CHECK(sum == 9);
}
