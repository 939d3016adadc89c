// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("pow obeys the laws") { laws::binary<30, 250>(es::pow); }

TEST_CASE("pow is torch's, at ties, zeros, infinities and NaN too") {
    torch::agrees("pow", es::pow, laws::real<121>(), laws::real<121>());
    torch::agrees("pow 2", [](auto x) { return pow(x, 2_c); }, laws::real<17>());
    torch::agrees("pow 3", [](auto x) { return pow(x, 3_c); }, laws::real<17>());
    torch::agrees("pow 0", [](auto x) { return pow(x, 0_c); }, laws::real<17>());
    torch::agrees("pow -1", [](auto x) { return pow(x, -1_c); }, laws::real<17>());
}

TEST_CASE("pow at zero") {
    constexpr auto a = es::input<"a", es::shape<2>, double>;
    constexpr auto b = es::input<"b", es::shape<2>, double>;
    auto const g = es::gradient(sum(pow(a, b)), es::wrt(a, b), a = {0.0, 0.0}, b = {2.0, 0.0});
    CHECK(g[a](0) == 0.0);
    CHECK(g[a](1) == 0.0);
    CHECK(g[b](0) == 0.0);
    CHECK(g[b](1) == 0.0);
}
