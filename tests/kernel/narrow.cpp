// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "numbers.hpp"

namespace {

/// What the product makes, from the elements of an array on.
template <class T>
using stores = kernel::body<T, es::list<kernel::produced_from<0>>,
                            es::list<kernel::read<kernel::motion::element>>,
                            es::list<kernel::store<0>>, es::list<>, es::list<>>;

template <class T, index_t M, index_t N, index_t K>
bool agrees() {
    auto const a = numbers<T>(M * K, 1), b = numbers<T>(K * N, 2), start = numbers<T>(M * N, 3);
    std::vector<T> c(M * N + 1, T{77});
    T const* in[]{start.data()};
    T* out[]{c.data()};
    kernel::contraction<stores<T>, 1, M, N, K, false, false>::run(a.data(), b.data(), in, out,
                                                                  nullptr, nothing{});
    for (index_t i = 0; i < M * N; ++i) {
        T sum = start[i];
        for (index_t k = 0; k < K; ++k) sum += a[i / N * K + k] * b[k * N + i % N];
        if (c[i] != sum) {
            UNSCOPED_INFO("M " << M << " N " << N << " K " << K << " at " << i);
            return false;
        }
    }
    return c[M * N] == T{77};
}
template <class T, index_t N, index_t... Rows>
bool all_rows(std::index_sequence<Rows...>) {
    return ((agrees<T, 1, N, Rows>() && agrees<T, Rows, N, 1>()) && ...);
}
using rows = std::index_sequence<3, 4, 5, 6, 7, 8, 9, 13, 16, 20, 31, 37>;

}  // namespace

TEST_CASE("rows of two, four and eight elements share registers") {
    CHECK(all_rows<float, 2>(rows{}));
    CHECK(all_rows<float, 4>(rows{}));
    CHECK(all_rows<float, 8>(rows{}));
    CHECK(all_rows<double, 2>(rows{}));
    CHECK(all_rows<double, 4>(rows{}));
}
TEST_CASE("rows of three elements, and of sixteen, do not") {
    CHECK(all_rows<float, 3>(rows{}));
    CHECK(all_rows<double, 16>(rows{}));
}
