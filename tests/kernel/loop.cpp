// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"

#include <espalier/espalier.hpp>

#include <cmath>

namespace es = espalier;
using es::index_t;
using namespace es::literals;

namespace {

/// Small dyadic numbers: sums are exact in any order.
template <class T, index_t N>
es::tensor<T, N> numbers() {
    es::tensor<T, N> t{};
    for (index_t i = 0; i < N; ++i)
        t[i] = static_cast<T>(static_cast<int>((i * 7) % 17) - 8) / T{8};
    return t;
}

template <class T, index_t N>
bool one_run() {
    constexpr auto x = es::input<"x", es::shape<N>, T>;
    auto const xs = numbers<T, N>();
    auto const y = es::evaluate(x * x + 2_c * x, x = xs);
    T const total = es::evaluate(sum(x * x), x = xs), largest = es::evaluate(max(x), x = xs);
    T expected{}, most = xs[0];
    bool right = true;
    for (index_t i = 0; i < N; ++i) {
        right = right && std::abs(y[i] - (xs[i] * xs[i] + 2 * xs[i])) < T(1e-6);
        expected += xs[i] * xs[i];
        most = xs[i] > most ? xs[i] : most;
    }
    return right && total == expected && largest == most;
}
template <class T, index_t N>
bool rows() {
    constexpr auto x = es::input<"x", es::shape<3, N>, T>;
    constexpr auto c = es::input<"c", es::shape<N>, T>;
    constexpr auto r = es::input<"r", es::shape<3, 1>, T>;
    es::tensor<T, 3, N> xs{};
    for (index_t i = 0; i < 3 * N; ++i) xs.flat(i) = static_cast<T>(static_cast<int>(i % 13) - 6);
    auto const cs = numbers<T, N>();
    es::tensor<T, 3, 1> const rs{T(2), T(-1), T(0.5)};
    auto const y = es::evaluate(x * r + c, x = xs, c = cs, r = rs);
    auto const by_column = es::evaluate(sum<0>(x), x = xs);
    auto const by_row = es::evaluate(sum<1>(x), x = xs);
    bool right = true;
    for (index_t i = 0; i < 3; ++i) {
        T along{};
        for (index_t j = 0; j < N; ++j) {
            right = right && std::abs(y(i, j) - (xs(i, j) * rs(i, 0) + cs[j])) < T(1e-6);
            along += xs(i, j);
        }
        right = right && by_row[i] == along;
    }
    for (index_t j = 0; j < N; ++j) right = right && by_column[j] == xs(0, j) + xs(1, j) + xs(2, j);
    return right;
}
template <class T, index_t... N>
bool sweep(std::index_sequence<N...>) {
    return ((one_run<T, N + 1>() && rows<T, N + 1>()) && ...);
}

}  // namespace

TEST_CASE("loops and reductions over all kinds of tails") {
    CHECK(sweep<float>(std::index_sequence<0, 1, 2, 3, 4, 6, 7, 8, 14, 15, 16, 30, 32, 69, 200>{}));
    CHECK(sweep<double>(std::index_sequence<0, 2, 4, 6, 7, 8, 22>{}));
}
