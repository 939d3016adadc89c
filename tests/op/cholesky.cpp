// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

/// Of a positive definite matrix, made from any matrix.
constexpr auto of_product = [](auto a) {
    return cholesky(matmul(a, es::detail::matrices_transposed(a)));
};

TEST_CASE("cholesky obeys the laws") {
    laws::hold(of_product, laws::real<3, 5>());
    laws::constant_is_run_time(of_product, laws::real<2, 3>());
    laws::derivatives(of_product, laws::real<1, 2>());
    laws::derivatives(of_product, laws::real<2, 3, 6>());
    laws::derivatives(of_product, laws::real<2, 1, 2, 4>());
}

TEST_CASE("cholesky is lower; NaN where the matrix is not positive definite; gradient symmetric") {
    constexpr auto a = es::input<"a", es::shape<2, 2>, double>;
    double const given[2][2]{{4, 99}, {2, 5}};
    auto const l = es::evaluate(cholesky(a), a = given);
    CHECK(l == es::tensor<double, 2, 2>{2, 0, 1, 2});
    auto const g = es::gradient(sum(cholesky(a)), es::wrt(a), a = given);
    CHECK(g[a](0, 1) == g[a](1, 0));
    double const indefinite[2][2]{{1, 2}, {2, 1}};
    CHECK(std::isnan(es::evaluate(es::cholesky(a), a = indefinite)(1, 1)));
}

TEST_CASE("cholesky is torch's") { torch::agrees("cholesky", of_product, laws::real<2, 3, 5>()); }
