// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/espalier.hpp>

#include "../catch.hpp"

namespace es = espalier;
namespace kernel = es::kernel;

namespace {

/// W samples of Size elements go into registers and come back; nothing beyond them is touched.
template <class T, int W, es::index_t Size>
int faults() {
    constexpr es::index_t all = W * Size;
    T samples[all], back[all + 1]{};
    kernel::vec<T, W> lanes[Size];
    for (es::index_t i = 0; i < all; ++i) samples[i] = static_cast<T>(i + 1);
    back[all] = T(-1);
    kernel::turned_samples<T, W, Size>::load(samples, lanes);
    int wrong = 0;
    for (es::index_t e = 0; e < Size; ++e)
        for (int s = 0; s < W; ++s)
            wrong += lanes[e].v[s] != samples[static_cast<es::index_t>(s) * Size + e];
    kernel::turned_samples<T, W, Size>::store(lanes, back);
    for (es::index_t i = 0; i < all; ++i) wrong += back[i] != samples[i];
    return wrong + (back[all] != T(-1));
}
template <class T, int W, es::index_t... Size>
int faults_up_to(std::integer_sequence<es::index_t, Size...>) {
    return (faults<T, W, Size + 1>() + ... + 0);
}

template <class T, int W>
bool sums_are_right() {
    kernel::vec<T, W> r[W];
    for (int i = 0; i < W; ++i)
        for (int s = 0; s < W; ++s) r[i].v[s] = static_cast<T>(100 * i + s);
    auto const sums = kernel::sums_of_lanes(static_cast<kernel::vec<T, W> const*>(r));
    bool right = true;
    for (int i = 0; i < W; ++i)
        right = right && sums.v[i] == static_cast<T>(W * 100 * i + W * (W - 1) / 2);
    return right;
}

}  // namespace

TEST_CASE("samples into lanes and out of them, for every extent to 20 and some more") {
    std::make_integer_sequence<es::index_t, 20> const extents;
    CHECK(faults_up_to<double, kernel::full_width<double>>(extents) == 0);
    CHECK(faults_up_to<float, kernel::full_width<float>>(extents) == 0);
    CHECK(faults_up_to<float, 4>(extents) == 0);
    CHECK(faults<double, kernel::full_width<double>, 33>() == 0);
    CHECK(faults<float, kernel::full_width<float>, 300>() == 0);
}

TEST_CASE("the sums of as many registers as one has elements") {
    CHECK(sums_are_right<double, kernel::full_width<double>>());
    CHECK(sums_are_right<float, kernel::full_width<float>>());
    CHECK(sums_are_right<float, 4>());
}
