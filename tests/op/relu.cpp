// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("relu obeys the laws") { laws::unary<-200, 200>(es::relu); }

TEST_CASE("relu is torch's, at kinks, infinities and NaN too") {
    torch::agrees("relu", es::relu, laws::real<17>());
}

TEST_CASE("relu has subgradient 0 at 0 and lets NaN through") {
    constexpr auto x = es::input<"x", es::shape<2>>;
    auto const r = es::value_and_gradient(sum(relu(x)), es::wrt(x), x = {0.0f, __builtin_nanf("")});
    CHECK(r.gradient[x](0) == 0.0f);
    CHECK(std::isnan(r.value));
}
