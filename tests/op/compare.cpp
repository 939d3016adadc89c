// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;
using namespace es::literals;

TEST_CASE("comparisons have no gradient, and obey the other laws") {
    laws::no_gradient([](auto a, auto b) { return a < b; }, laws::real<3, 1>(), laws::real<4>());
    laws::no_gradient([](auto a, auto b) { return a <= b; }, laws::real<17>(), laws::real<>());
    laws::no_gradient([](auto a) { return a > 0_c; }, laws::real<>());
    laws::no_gradient([](auto a, auto b) { return a >= b; }, laws::real<1>(), laws::real<1>());
    laws::no_gradient(es::equal, laws::real<5>(), laws::real<5>());
    laws::no_gradient(es::not_equal, laws::real<5>(), laws::real<5>());
}

TEST_CASE("comparisons are torch's, of NaN and infinities too") {
    constexpr laws::real<121> all{};
    torch::value_agrees("lt", [](auto a, auto b) { return a < b; }, all, all);
    torch::value_agrees("le", [](auto a, auto b) { return a <= b; }, all, all);
    torch::value_agrees("gt", [](auto a, auto b) { return a > b; }, all, all);
    torch::value_agrees("ge", [](auto a, auto b) { return a >= b; }, all, all);
    torch::value_agrees("eq", es::equal, all, all);
    torch::value_agrees("ne", [](auto a, auto b) { return not_equal(a, b); }, all, all);
}
