// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "numbers.hpp"

#include <cmath>

namespace {

/// A body that stores what the product makes, plus a bias by column and a factor by row.
template <class T>
using stores =
    kernel::body<T,
                 es::list<kernel::produced_member, kernel::member<es::add_op, 0, -1>,
                          kernel::member<es::multiply_op, 1, -2>>,
                 es::list<kernel::read<kernel::motion::column>, kernel::read<kernel::motion::row>>,
                 es::list<kernel::store<2>>, es::list<>, es::list<>>;

/// Small dyadic numbers: every order of summation is exact, so results agree to the bit.
template <class T, index_t M, index_t N, index_t K, bool Left, bool Right>
bool agrees() {
    auto const a = numbers<T>(M * K, 1), b = numbers<T>(K * N, 2), bias = numbers<T>(N, 3),
               factor = numbers<T>(M, 4);
    // one element beyond the end must stay as it is
    std::vector<T> c(M * N + 1, T{77});
    T const* in[]{bias.data(), factor.data()};
    T* out[]{c.data()};
    kernel::contraction<stores<T>, 1, M, N, K, Left, Right>::run(a.data(), b.data(), in, out,
                                                                 nullptr, nothing{});
    for (index_t m = 0; m < M; ++m)
        for (index_t n = 0; n < N; ++n) {
            T sum{};
            for (index_t k = 0; k < K; ++k)
                sum += (Left ? a[k * M + m] : a[m * K + k]) * (Right ? b[n * K + k] : b[k * N + n]);
            if (c[m * N + n] != (sum + bias[n]) * factor[m]) {
                UNSCOPED_INFO("M " << M << " N " << N << " K " << K << " left " << Left << " right "
                                   << Right << " at " << m << ' ' << n << ": " << c[m * N + n]
                                   << " is not " << (sum + bias[n]) * factor[m]);
                return false;
            }
        }
    return c[M * N] == T{77};
}
template <class T, index_t M, index_t N, index_t K>
bool all_transposes() {
    return agrees<T, M, N, K, false, false>() && agrees<T, M, N, K, true, false>() &&
           agrees<T, M, N, K, false, true>() && agrees<T, M, N, K, true, true>();
}
/// Every extent in one transpose, its neighbours in the others.
template <class T, index_t M, index_t N, index_t K, index_t Turn>
constexpr auto one_transpose = agrees<T, M, N, K, Turn % 2 == 1, Turn / 2 % 2 == 1>;
using extents = std::make_index_sequence<70>;

template <class T, index_t M, index_t K, index_t... N>
bool sweep_columns(std::index_sequence<N...>) {
    return (one_transpose<T, M, N + 1, K, N>() && ...);
}
template <class T, index_t N, index_t K, index_t... M>
bool sweep_rows(std::index_sequence<M...>) {
    return (one_transpose<T, M + 1, N, K, M + 1>() && ...);
}
template <class T, index_t M, index_t N, index_t... K>
bool sweep_depth(std::index_sequence<K...>) {
    return (one_transpose<T, M, N, K + 1, K + 2>() && ...);
}
/// Around the widths of registers, in all of them.
template <class T, index_t M, index_t K, index_t... N>
bool all_transposes_of(std::index_sequence<N...>) {
    return (all_transposes<T, M, N, K>() && ...);
}

}  // namespace

TEST_CASE("products of every extent to 70 agree with the plain definition") {
    CHECK(all_transposes_of<float, 3, 5>(std::index_sequence<1, 4, 7, 8, 16, 19, 33>{}));
    CHECK(sweep_columns<float, 3, 5>(extents{}));
    CHECK(sweep_rows<float, 5, 7>(extents{}));
    CHECK(sweep_depth<float, 5, 6>(extents{}));
    CHECK(sweep_depth<double, 1, 7>(extents{}));
}
TEST_CASE("products of vectors") {
    CHECK(sweep_columns<float, 1, 9>(extents{}));
    CHECK(sweep_rows<double, 1, 9>(extents{}));
    CHECK(sweep_columns<float, 4, 1>(extents{}));
}
TEST_CASE("large products") {
    CHECK(all_transposes<float, 33, 130, 129>());
    CHECK(all_transposes<float, 1, 784, 128>());
    CHECK(all_transposes<double, 13, 67, 300>());
}
