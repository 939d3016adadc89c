// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

TEST_CASE("maximum obeys the laws") { laws::binary<-200, 200>(es::maximum); }

TEST_CASE("maximum is torch's, at ties, zeros, infinities and NaN too") {
    torch::agrees("maximum", es::maximum, laws::real<121>(), laws::real<121>());
}

TEST_CASE("maximum shares the cotangent at ties; NaN wins") {
    constexpr auto a = es::input<"a", es::shape<2>>;
    constexpr auto b = es::input<"b", es::shape<2>>;
    auto const g =
        es::gradient(sum(maximum(a, b)), es::wrt(a, b), a = {1.0f, 2.0f}, b = {1.0f, 2.0f});
    CHECK(g[a](0) == 0.5f);
    CHECK(g[b](1) == 0.5f);
    auto const y =
        es::evaluate(maximum(a, b), a = {__builtin_nanf(""), 1.0f}, b = {1.0f, __builtin_nanf("")});
    CHECK((std::isnan(y(0)) && std::isnan(y(1))));
}
