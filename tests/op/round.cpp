// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("round obeys the laws") { laws::unary<-300, 300>(es::round); }

TEST_CASE("round is torch's, at kinks, infinities and NaN too") {
    torch::agrees("round", es::round, laws::real<17>());
}

TEST_CASE("round takes halves to even") {
    constexpr auto x = es::input<"x", es::shape<4>>;
    CHECK(es::evaluate(round(x), x = {0.5f, 1.5f, 2.5f, -0.5f}) ==
          es::tensor<float, 4>{0, 2, 2, -0.0f});
}
