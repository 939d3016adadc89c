// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/espalier.hpp>

#include <cmath>

namespace es = espalier;
using es::index_t;

namespace {

template <class T, index_t N>
struct numbers {
    T at[N];
    explicit numbers(index_t seed) {
        for (index_t i = 0; i < N; ++i)
            at[i] = static_cast<T>(static_cast<int>((i * 7 + seed) % 17) - 8) / T{8};
    }
};
/// Value and both adjoints against one sum over all products; all numbers are dyadic, so exact.
template <class T, index_t N, index_t C, index_t H, index_t W, index_t O, index_t KH, index_t KW,
          index_t S, index_t P, index_t D, index_t G>
bool right() {
    using E = es::convolution_extents<N, C, H, W, O, KH, KW, S, S, P, P, D, D, G>;
    using es::convolution_part;
    using x_array = es::detail::array_of<T, typename E::x_shape>;
    using w_array = es::detail::array_of<T, typename E::w_shape>;
    using y_array = es::detail::array_of<T, typename E::y_shape>;
    numbers<T, E::x_shape::size> x(1);
    numbers<T, E::w_shape::size> w(5);
    numbers<T, E::y_shape::size> g(11);
    static T y[E::y_shape::size], dx[E::x_shape::size], dw[E::w_shape::size];
    es::convolution_op<E, convolution_part::result>::template run<y_array, x_array, w_array>(
        y, x.at, w.at);
    es::convolution_op<E, convolution_part::operand>::template run<x_array, y_array, w_array>(
        dx, g.at, w.at);
    es::convolution_op<E, convolution_part::weight>::template run<w_array, y_array, x_array>(
        dw, g.at, x.at);
    static T y2[E::y_shape::size], dx2[E::x_shape::size], dw2[E::w_shape::size];
    for (T& one : y2) one = 0;
    for (T& one : dx2) one = 0;
    for (T& one : dw2) one = 0;
    E::for_each_run([&](index_t at_x, index_t at_w, index_t at_y, index_t count) {
        for (index_t i = 0; i < count; ++i) {
            y2[at_y + i] += w.at[at_w] * x.at[at_x + i * S];
            dx2[at_x + i * S] += w.at[at_w] * g.at[at_y + i];
            dw2[at_w] += g.at[at_y + i] * x.at[at_x + i * S];
        }
    });
    bool same = true;
    for (index_t i = 0; i < E::y_shape::size; ++i) same = same && y[i] == y2[i];
    for (index_t i = 0; i < E::x_shape::size; ++i) same = same && dx[i] == dx2[i];
    for (index_t i = 0; i < E::w_shape::size; ++i) same = same && dw[i] == dw2[i];
    return same;
}

}  // namespace

TEST_CASE("convolutions: outputs, planes, taps and padding of many extents") {
    CHECK(right<float, 2, 1, 8, 8, 8, 3, 3, 1, 0, 1, 1>());
    CHECK(right<float, 1, 8, 7, 9, 16, 3, 3, 1, 1, 1, 1>());
    CHECK(right<float, 3, 3, 5, 4, 9, 3, 2, 1, 1, 1, 1>());
    CHECK(right<float, 1, 2, 28, 28, 20, 5, 5, 1, 2, 1, 1>());
    CHECK(right<float, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1>());
    CHECK(right<double, 2, 4, 6, 11, 5, 1, 1, 1, 0, 1, 1>());
    CHECK(right<double, 2, 2, 9, 21, 17, 1, 13, 1, 0, 1, 1>());
}
TEST_CASE("convolutions: groups, dilation, strides, wide padding") {
    CHECK(right<float, 2, 8, 6, 7, 8, 3, 3, 1, 1, 1, 2>());
    CHECK(right<float, 2, 5, 9, 9, 5, 3, 3, 1, 1, 1, 5>());
    CHECK(right<double, 1, 3, 11, 10, 6, 3, 3, 1, 2, 2, 1>());
    CHECK(right<float, 2, 3, 9, 8, 4, 3, 3, 2, 1, 1, 1>());
    CHECK(right<float, 1, 2, 5, 5, 4, 2, 2, 1, 2, 1, 1>());
}
TEST_CASE("convolutions: every phase of a stride, with and without a margin") {
    CHECK(right<float, 2, 3, 9, 8, 5, 3, 3, 2, 0, 1, 1>());
    CHECK(right<float, 1, 2, 8, 21, 9, 3, 5, 2, 2, 1, 1>());
    CHECK(right<double, 2, 4, 7, 7, 6, 1, 1, 2, 0, 1, 2>());
    CHECK(right<double, 1, 3, 12, 11, 4, 3, 3, 2, 3, 2, 1>());
    CHECK(right<float, 1, 2, 11, 13, 4, 3, 3, 3, 1, 1, 1>());
    CHECK(right<float, 1, 1, 16, 16, 8, 4, 4, 4, 0, 1, 1>());
    CHECK(right<float, 2, 2, 6, 6, 3, 2, 2, 2, 2, 1, 1>());
    CHECK(right<float, 1, 1, 2, 2, 4, 2, 2, 2, 0, 1, 1>());
}
TEST_CASE("convolutions: depthwise, of few and of many positions") {
    CHECK(right<float, 2, 6, 14, 28, 6, 3, 3, 1, 1, 1, 6>());
    CHECK(right<double, 1, 5, 9, 7, 10, 3, 3, 2, 1, 1, 5>());
    CHECK(right<float, 2, 3, 16, 33, 3, 5, 5, 1, 2, 1, 3>());
    CHECK(right<float, 1, 4, 1, 40, 4, 1, 4, 1, 0, 2, 4>());
}
TEST_CASE("convolutions: rows of one to many registers, tiles that overlap") {
    CHECK(right<float, 1, 2, 5, 16, 11, 3, 3, 1, 1, 1, 1>());
    CHECK(right<float, 1, 3, 3, 33, 5, 3, 3, 1, 1, 1, 1>());
    CHECK(right<float, 2, 5, 2, 85, 3, 1, 3, 1, 1, 1, 1>());
    CHECK(right<double, 1, 2, 5, 70, 13, 3, 1, 1, 0, 1, 1>());
    CHECK(right<float, 1, 13, 3, 14, 17, 3, 3, 1, 3, 1, 1>());
    CHECK(right<double, 2, 3, 11, 6, 7, 5, 7, 1, 3, 1, 1>());
    CHECK(right<float, 1, 26, 4, 4, 33, 1, 1, 1, 0, 1, 1>());
    CHECK(right<float, 1, 2, 9, 30, 6, 3, 1, 1, 4, 3, 1>());
}
TEST_CASE("convolutions: planes too large for the scratch memory") {
    CHECK(right<double, 1, 3, 90, 100, 4, 3, 3, 1, 1, 1, 1>());
}
