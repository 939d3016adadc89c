// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("sqrt obeys the laws") { laws::unary<10, 400>(es::sqrt); }

TEST_CASE("sqrt is torch's, at kinks, infinities and NaN too") {
    torch::agrees("sqrt", es::sqrt, laws::real<17>());
}

TEST_CASE("sqrt has an infinite derivative at 0") {
    constexpr auto x = es::input<"x", es::shape<1>>;
    CHECK(std::isinf(es::gradient(sum(sqrt(x)), es::wrt(x), x = {0.0f})[x](0)));
}
