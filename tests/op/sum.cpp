// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using es::index_t;

namespace {

template <index_t M, index_t N>
es::tensor<double, M, N> numbers() {
    es::tensor<double, M, N> t{};
    for (index_t i = 0; i < M * N; ++i) t.flat(i) = static_cast<double>((i * 7) % 13) / 8 - 0.5;
    return t;
}
/// The sum of a product and its gradients against the formulas.
template <index_t M, index_t K, index_t N>
void check() {
    constexpr auto a = es::input<"a", es::shape<M, K>, double>;
    constexpr auto b = es::input<"b", es::shape<K, N>, double>;
    auto const as = numbers<M, K>();
    auto const bs = numbers<K, N>();
    auto const r = es::value_and_gradient(sum(matmul(a, b)), es::wrt(a, b), a = as, b = bs);
    double total = 0;
    for (index_t i = 0; i < M; ++i)
        for (index_t k = 0; k < K; ++k)
            for (index_t j = 0; j < N; ++j) total += as(i, k) * bs(k, j);
    CHECK(r.value == Approx(total));
    for (index_t k = 0; k < K; ++k) {
        double row = 0, column = 0;
        for (index_t j = 0; j < N; ++j) row += bs(k, j);
        for (index_t i = 0; i < M; ++i) column += as(i, k);
        for (index_t i = 0; i < M; ++i) CHECK(r.gradient[a](i, k) == Approx(row));
        for (index_t j = 0; j < N; ++j) CHECK(r.gradient[b](k, j) == Approx(column));
    }
}

constexpr auto p = es::input<"p", es::shape<3, 4>, double>;
constexpr auto q = es::input<"q", es::shape<3, 5>, double>;
constexpr auto total = sum(matmul(transpose(p), q), es::keep_dims);
static_assert(decltype(total)::shape_type::rank == 2);
constexpr bool multiplies_matrices(auto const& plan) {
    for (auto const& n : plan.nodes)
        if (n.op == "matmul") return true;
    return false;
}
static_assert(!multiplies_matrices(es::plan(total, es::wrt(p, q))));
static_assert(multiplies_matrices(es::plan(sum(sum<0>(matmul(transpose(p), q))), es::wrt(p, q))));

}  // namespace

TEST_CASE("sum obeys the laws") {
    laws::hold([](auto x) { return sum<1>(x); }, laws::real<2, 3, 4>());
    laws::constant_is_run_time([](auto x) { return sum<-1>(x, es::keep_dims); },
                               laws::real<2, 3>());
    laws::derivatives([](auto x) { return es::sum(x); }, laws::real<>());
    laws::derivatives([](auto x) { return sum(x); }, laws::real<17>());
    laws::derivatives([](auto x) { return es::sum<0, -1>(x, es::keep_dims); },
                      laws::real<2, 1, 3, 5>());
}

TEST_CASE("sum is torch's, at ties too") {
    torch::agrees("sum", [](auto x) { return sum(x); }, laws::real<2, 3, 4>());
    torch::agrees("sum 1", [](auto x) { return sum<1>(x); }, laws::real<2, 3, 4>());
    torch::agrees(
        "sum 0 2 keep", [](auto x) { return sum<0, 2>(x, es::keep_dims); }, laws::real<2, 3, 4>());
    torch::agrees("sum ties", [](auto x) { return sum<-1>(x); }, laws::real<3, 1, 4>());
}

TEST_CASE("sum of a matrix product: no product is made") {
    check<1, 1, 1>();
    check<1, 6, 1>();
    check<5, 1, 3>();
    check<4, 7, 9>();
    auto const ps = numbers<3, 4>();
    auto const qs = numbers<3, 5>();
    double expected = 0;
    for (index_t k = 0; k < 3; ++k)
        for (index_t i = 0; i < 4; ++i)
            for (index_t j = 0; j < 5; ++j) expected += ps(k, i) * qs(k, j);
    CHECK(es::evaluate(total, p = ps, q = qs)(0, 0) == Approx(expected));
}
