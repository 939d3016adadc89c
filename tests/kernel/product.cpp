// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "numbers.hpp"

namespace {

/// A layer: the sum starts at a bias that moves so, and is squared.
template <class T, kernel::motion Bias>
using layer =
    kernel::body<T, es::list<kernel::produced_from<0>, kernel::member<es::multiply_op, 0, 0>>,
                 es::list<kernel::read<Bias>>, es::list<kernel::store<1>>, es::list<>, es::list<>>;

template <class T, index_t M, index_t N, index_t K, bool Left, bool Right, kernel::motion Bias>
bool agrees() {
    auto const a = numbers<T>(M * K, 1), b = numbers<T>(K * N, 2), bias = numbers<T>(M * N, 3);
    std::vector<T> c(M * N + 1, T{77});
    T const* in[]{bias.data()};
    T* out[]{c.data()};
    kernel::contraction<layer<T, Bias>, 1, M, N, K, Left, Right>::run(a.data(), b.data(), in, out,
                                                                      nullptr, nothing{});
    for (index_t m = 0; m < M; ++m)
        for (index_t n = 0; n < N; ++n) {
            T sum = bias[kernel::read<Bias>::offset({m * N + n, m, n})];
            for (index_t k = 0; k < K; ++k)
                sum += (Left ? a[k * M + m] : a[m * K + k]) * (Right ? b[n * K + k] : b[k * N + n]);
            if (c[m * N + n] != sum * sum) {
                UNSCOPED_INFO("M " << M << " N " << N << " K " << K << " left " << Left << " right "
                                   << Right << " at " << m << ' ' << n);
                return false;
            }
        }
    return c[M * N] == T{77};
}
template <class T, index_t M, index_t N, index_t K, kernel::motion Bias>
bool all_transposes() {
    return agrees<T, M, N, K, false, false, Bias>() && agrees<T, M, N, K, true, false, Bias>() &&
           agrees<T, M, N, K, false, true, Bias>() && agrees<T, M, N, K, true, true, Bias>();
}
template <class T, index_t M, index_t K, kernel::motion Bias, index_t... N>
bool sweep(std::index_sequence<N...>) {
    return (all_transposes<T, M, N, K, Bias>() && ...);
}
/// Tails that join the packs in front of them, and tails that do not.
using columns = std::index_sequence<1, 5, 12, 17, 20, 21, 33, 37, 52, 71>;

}  // namespace

TEST_CASE("a product starts at its bias, by column, row or element") {
    CHECK(sweep<float, 1, 10, kernel::motion::column>(columns{}));
    CHECK(sweep<float, 6, 5, kernel::motion::column>(columns{}));
    CHECK(sweep<float, 5, 3, kernel::motion::row>(columns{}));
    CHECK(sweep<double, 1, 7, kernel::motion::element>(columns{}));
    CHECK(sweep<double, 7, 1, kernel::motion::fixed>(columns{}));
}
