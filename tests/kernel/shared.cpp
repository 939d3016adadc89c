// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/kernel/shared.hpp>

#include "numbers.hpp"

namespace {

/// A layer: the sum starts at a bias, and is squared.
template <class T>
using layer =
    kernel::body<T, es::list<kernel::produced_from<0>, kernel::member<es::multiply_op, 0, 0>>,
                 es::list<kernel::read<kernel::motion::column>>, es::list<kernel::store<1>>,
                 es::list<kernel::reduce<1, es::add_combine>>, es::list<>>;
/// A rider: the gradient of a weight, which moves it.
template <class T>
using moves = kernel::body<T, es::list<kernel::produced_member>, es::list<>, es::list<>, es::list<>,
                           es::list<kernel::update<0>>>;

template <class T>
struct descends {
    T* weight;
    T* parameter() const { return weight; }
    template <std::size_t I, int Active>
    void operator()(std::integral_constant<std::size_t, I>, std::integral_constant<int, Active>,
                    index_t at, T gradient) const {
        weight[at] -= gradient;
    }
};

template <class T, bool Right>
bool product_agrees(index_t n, index_t k) {
    auto const a = numbers<T>(k, 1), b = numbers<T>(k * n, 2), bias = numbers<T>(n, 3);
    std::vector<T> y(n + 1, T{77});
    T total{};
    T const* in[]{bias.data()};
    T* out[]{y.data()};
    T* sums[]{&total};
    kernel::shared_product<layer<T>, Right>::run(n, k, a.data(), b.data(), in, out, sums,
                                                 nothing{});
    T want_total{};
    for (index_t j = 0; j < n; ++j) {
        T want = bias[j];
        for (index_t i = 0; i < k; ++i) want += a[i] * (Right ? b[j * k + i] : b[i * n + j]);
        if (y[j] != want * want) return false;
        want_total += want * want;
    }
    return y[n] == T{77} && total == want_total;
}
template <class T>
bool rider_agrees(index_t n, index_t k) {
    auto const a = numbers<T>(k, 1), h = numbers<T>(n, 2), before = numbers<T>(k * n, 3),
               bias = numbers<T>(n, 4);
    auto w = before;
    std::vector<T> y(n + 1, T{77});
    T total{};
    T const* in[]{bias.data()};
    T* out[]{y.data()};
    T* sums[]{&total};
    kernel::shared_product_and_rider<layer<T>, moves<T>>::run(n, k, a.data(), w.data(), in, out,
                                                              sums, nothing{}, h.data(), nullptr,
                                                              nullptr, descends<T>{w.data()});
    for (index_t j = 0; j < n; ++j) {
        T want = bias[j];
        for (index_t i = 0; i < k; ++i) {
            want += a[i] * before[i * n + j];
            if (w[i * n + j] != before[i * n + j] - a[i] * h[j]) return false;
        }
        if (y[j] != want * want) return false;
    }
    return y[n] == T{77};
}

}  // namespace

TEST_CASE("products of a row by a matrix whose extents are given at run time") {
    for (index_t const n : std::initializer_list<index_t>{1, 2, 5, 8, 33})
        for (index_t const k : std::initializer_list<index_t>{1, 2, 7, 16, 31}) {
            INFO("n " << n << " k " << k);
            CHECK((product_agrees<float, false>(n, k) && product_agrees<float, true>(n, k)));
            CHECK((product_agrees<double, false>(n, k) && product_agrees<double, true>(n, k)));
            CHECK((rider_agrees<float>(n, k) && rider_agrees<double>(n, k)));
        }
}
