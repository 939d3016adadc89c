// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto of_product = [](auto a) {
    return log_det(matmul(a, es::detail::matrices_transposed(a)));
};

TEST_CASE("log_det obeys the laws") {
    laws::hold(of_product, laws::real<3, 5>());
    laws::constant_is_run_time(of_product, laws::real<2, 3>());
    laws::derivatives(es::log_det, laws::real<1, 1>{1, 2});
    laws::derivatives(of_product, laws::real<2, 1, 2, 4>());
}

TEST_CASE("log_det is torch's logdet") {
    torch::agrees("log_det", of_product, laws::real<2, 3, 5>());
}

TEST_CASE("log_det: NaN where the determinant is negative, -infinity where it is 0") {
    constexpr auto m = es::input<"m", es::shape<2, 2>, double>;
    CHECK(std::isnan(es::evaluate(log_det(m), m = {{0.0, 1.0}, {1.0, 0.0}})));
    CHECK(es::evaluate(log_det(m), m = {{1.0, 2.0}, {2.0, 4.0}}) < -1e300);
}
