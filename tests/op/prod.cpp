// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#define ESPALIER_SIMD 1
#include "../reference/torch.hpp"

#include <cmath>
#include <limits>

namespace es = espalier;
using es::index_t;

namespace {

/// The gradient of the product by axis 1 of `x`, against products of the other elements.
template <class T, index_t A, index_t N, index_t B>
void check(es::tensor<T, A, N, B> const& xs) {
    constexpr auto x = es::input<"x", es::shape<A, N, B>, T>;
    auto const g = es::gradient(sum(es::prod<1>(x)), es::wrt(x), x = xs);
    for (index_t a = 0; a < A; ++a)
        for (index_t b = 0; b < B; ++b)
            for (index_t n = 0; n < N; ++n) {
                long double others = 1;
                for (index_t k = 0; k < N; ++k)
                    if (k != n) others *= static_cast<long double>(xs(a, k, b));
                T const expected = static_cast<T>(others);
                CHECK(std::abs(g[x](a, n, b) - expected) <=
                      std::abs(expected) * static_cast<T>(N) * std::numeric_limits<T>::epsilon());
            }
}
template <class T, index_t A, index_t N, index_t B>
es::tensor<T, A, N, B> numbers() {
    es::tensor<T, A, N, B> xs{};
    for (index_t i = 0; i < A * N * B; ++i)
        xs.flat(i) = T(0.5) + static_cast<T>((i * 7) % 11) / T(8);
    return xs;
}

}  // namespace

TEST_CASE("prod obeys the laws") {
    laws::hold([](auto x) { return prod<1>(x); }, laws::real<2, 3, 2>());
    laws::constant_is_run_time([](auto x) { return prod(x); }, laws::real<3>());
    laws::derivatives([](auto x) { return es::prod(x); }, laws::real<>());
    laws::derivatives([](auto x) { return es::prod<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 3>());
}

TEST_CASE("prod is torch's, with zeros too") {
    torch::agrees("prod", [](auto x) { return prod(x); }, laws::real<2, 3>());
    torch::agrees("prod 1", [](auto x) { return prod<1>(x); }, laws::real<3, 4>());
    torch::agrees(
        "prod keep", [](auto x) { return prod<0>(x, es::keep_dims); }, laws::real<3, 4>());
}

TEST_CASE("prod: the gradient, with and without zeros") {
    auto one_run = numbers<double, 1, 21, 1>();
    check(one_run);
    one_run.flat(4) = 0;
    check(one_run);
    one_run.flat(9) = 0;
    check(one_run);
    auto columns = numbers<float, 2, 5, 19>();
    check(columns);
    columns(1, 2, 7) = 0;
    check(columns);
}

TEST_CASE("prod: the gradient where the product under- or overflows") {
    check(es::tensor<double, 1, 3, 1>{1e-200, 1e-200, 3.0});
    check(es::tensor<double, 1, 3, 1>{1e160, 1e140, 1e20});
    check(es::tensor<float, 1, 3, 1>{1e-30f, -1e-10f, 4.f});
}
