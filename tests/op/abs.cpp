// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("abs obeys the laws") { laws::unary<-200, 200>(es::abs); }

TEST_CASE("abs is torch's, at kinks, infinities and NaN too") {
    torch::agrees("abs", es::abs, laws::real<17>());
}

TEST_CASE("abs has subgradient 0 at 0") {
    constexpr auto x = es::input<"x", es::shape<1>>;
    CHECK(es::gradient(sum(abs(x)), es::wrt(x), x = {0.0f})[x](0) == 0.0f);
}
