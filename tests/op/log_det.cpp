// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;

TEST_CASE("log_det: values, gradients, batches; NaN where negative, -infinity where singular") {
    constexpr auto a = es::input<"a", es::shape<3, 2, 2>, double>;
    es::tensor<double, 3, 2, 2> as{3, 1, 1, 2, 0, 2, -1, 0, 1, -4, 2, 5};
    auto const y = es::evaluate(log_det(a), a = as);
    CHECK(y(0) == Approx(std::log(5.0)));
    CHECK(y(1) == Approx(std::log(2.0)));
    CHECK(y(2) == Approx(std::log(13.0)));
    laws::gradient_is_difference(log_det(a), a, as);
    constexpr auto m = es::input<"m", es::shape<2, 2>, double>;
    CHECK(std::isnan(es::evaluate(log_det(m), m = {{0.0, 1.0}, {1.0, 0.0}})));
    CHECK(es::evaluate(log_det(m), m = {{1.0, 2.0}, {2.0, 4.0}}) < -1e300);
}
