// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "numbers.hpp"

namespace {

/// A column times a row, plus an array: registers run on from row to row.
template <class T>
using adds = kernel::body<T, es::list<kernel::produced_member, kernel::member<es::add_op, 0, -1>>,
                          es::list<kernel::read<kernel::motion::element>>,
                          es::list<kernel::store<1>>, es::list<>, es::list<>>;
template <class T, index_t N>
bool outer_agrees() {
    constexpr index_t M = 600 / N + N % 5 + 2;
    auto const a = numbers<T>(M, 1), b = numbers<T>(N, 2), more = numbers<T>(M * N, 3);
    std::vector<T> c(M * N + 1, T{77});
    T const* in[]{more.data()};
    T* out[]{c.data()};
    kernel::contraction<adds<T>, 1, M, N, 1, false, false>::run(a.data(), b.data(), in, out,
                                                                nullptr, nothing{});
    for (index_t i = 0; i < M * N; ++i)
        if (c[i] != a[i / N] * b[i % N] + more[i]) {
            UNSCOPED_INFO("N " << N << " at " << i);
            return false;
        }
    return c[M * N] == T{77};
}
template <class T, index_t... N>
bool all_outer(std::index_sequence<N...>) {
    return (outer_agrees<T, N>() && ...);
}

}  // namespace

TEST_CASE("large outer products run on from row to row") {
    CHECK(all_outer<float>(std::index_sequence<2, 3, 5, 8, 11, 13, 15, 16, 17, 20, 31, 32, 33, 37,
                                               48, 64, 65, 70, 300>{}));
    CHECK(all_outer<double>(std::index_sequence<2, 3, 5, 7, 8, 9, 11, 16, 17, 40, 70>{}));
}
