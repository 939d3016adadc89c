// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto product = [](auto a, auto b) { return matmul(a, b); };

TEST_CASE("matmul obeys the laws") {
    laws::hold(product, laws::real<3, 4>(), laws::real<4, 5>());
    laws::constant_is_run_time(product, laws::real<2, 3>(), laws::real<3>());
    laws::derivatives(product, laws::real<1>(), laws::real<1>());
    laws::derivatives(product, laws::real<3>(), laws::real<2, 3, 1>());
    laws::derivatives(product, laws::real<2, 1, 3, 17>(), laws::real<3, 17, 2>());
}

TEST_CASE("matmul is torch's, of vectors and broadcast batches too") {
    torch::agrees("matmul", product, laws::real<3, 4>(), laws::real<4, 5>());
    torch::agrees("matmul vector", product, laws::real<3, 4>(), laws::real<4>());
    torch::agrees("matmul left vector", product, laws::real<4>(), laws::real<2, 4, 3>());
    torch::agrees("matmul vectors", product, laws::real<4>(), laws::real<4>());
    torch::agrees("matmul batch", product, laws::real<2, 1, 3, 4>(), laws::real<3, 4, 2>());
    torch::agrees("matmul shared", product, laws::real<2, 3, 4>(), laws::real<4, 2>());
}
