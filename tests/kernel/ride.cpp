// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "numbers.hpp"

#if ESPALIER_SIMD

namespace {

/// w += gradient, and how often each element is updated.
template <class T>
struct counting {
    T* weight;
    int* updated;
    template <std::size_t U, int Active, class V>
    void operator()(std::integral_constant<std::size_t, U>, std::integral_constant<int, Active>,
                    index_t at, V gradient) const {
        kernel::keep<V, Active>(weight + at, kernel::load<V, Active>(weight + at) + gradient);
        for (index_t i = at; i < at + Active; ++i) ++updated[i];
    }
};
template <class T>
using stores = kernel::body<T, es::list<kernel::produced_member>, es::list<>,
                            es::list<kernel::store<0>>, es::list<>, es::list<>>;
template <class T>
using updates = kernel::body<T, es::list<kernel::produced_member>, es::list<>, es::list<>,
                             es::list<>, es::list<kernel::update<0>>>;

template <class T, index_t N, index_t K, bool Across>
bool rides() {
    auto const a = numbers<T>(K, 1), h = numbers<T>(N, 2), before = numbers<T>(N * K, 3);
    auto weight = before;
    std::vector<int> updated(N * K);
    std::vector<T> y(N + 1, T{77});
    T const* in[]{nullptr};
    T* out[]{y.data()};
    T* none[]{nullptr};
    kernel::contraction_and_rider<stores<T>, updates<T>, N, K, Across>::run(
        a.data(), weight.data(), in, out, none, nothing{}, h.data(), in, none,
        counting<T>{weight.data(), updated.data()});
    bool right = y[N] == T{77};
    for (index_t n = 0; n < N; ++n) {
        T sum{};
        for (index_t k = 0; k < K; ++k) {
            index_t const at = Across ? n * K + k : k * N + n;
            sum += a[k] * before[at];
            right = right && updated[at] == 1 && weight[at] == before[at] + a[k] * h[n];
        }
        right = right && y[n] == sum;
    }
    if (!right) UNSCOPED_INFO("N " << N << " K " << K << " across " << Across);
    return right;
}
template <class T, index_t K, index_t... N>
bool by_rows(std::index_sequence<N...>) {
    return (rides<T, N, K, false>() && ...);
}
/// Rows of a register or more.
template <class T, index_t N, index_t... Extra>
bool by_columns(std::index_sequence<Extra...>) {
    return (rides<T, N, static_cast<index_t>(kernel::full_width<T>) + Extra, true>() && ...);
}

}  // namespace

TEST_CASE("each weight is read once, for the gradient of a layer's input and its own update") {
    std::index_sequence<1, 2, 3, 5, 8, 13, 16, 17, 20, 33, 64, 70, 129, 150> const extents;
    CHECK(by_rows<float, 2>(extents));
    CHECK(by_rows<float, 7>(extents));
    CHECK(by_rows<double, 3>(extents));
    CHECK(by_rows<double, 40>(extents));
    std::index_sequence<0, 1, 3, 7, 8, 9, 15, 16, 17, 33> const wider;
    CHECK(by_columns<float, 1>(wider));
    CHECK(by_columns<float, 6>(wider));
    CHECK(by_columns<double, 35>(wider));
}

#endif
