// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../reference/torch.hpp"

namespace es = espalier;

constexpr auto lower = [](auto a, auto b) { return triangular_solve(a, b); };
constexpr auto upper = [](auto a, auto b) { return es::triangular_solve(a, b, es::upper); };

TEST_CASE("triangular_solve obeys the laws") {
    laws::hold(lower, laws::real<3, 3>{1, 2}, laws::real<3, 2>());
    laws::hold(upper, laws::real<3, 3>{1, 2}, laws::real<3>());
    laws::constant_is_run_time(upper, laws::bounded<100, 200, 2, 2>(),
                               laws::bounded<-100, 100, 2>());
    laws::derivatives(lower, laws::real<1, 1>{1, 2}, laws::real<1>());
    laws::derivatives(lower, laws::real<2, 3, 3>{1, 2}, laws::real<2, 3>());
    laws::derivatives(upper, laws::real<2, 3, 3>{1, 2}, laws::real<2, 3, 4>());
}

TEST_CASE("triangular_solve reads one triangle") {
    constexpr auto a = es::input<"a", es::shape<2, 2>, double>;
    constexpr auto b = es::input<"b", es::shape<2>, double>;
    double const given[2][2]{{2, 4}, {3, 5}};
    double const right[2]{8, 22};
    auto const x = es::evaluate(triangular_solve(a, b), a = given, b = right);
    CHECK(x == es::tensor<double, 2>{4, 2});
    auto const u = es::evaluate(triangular_solve(a, b, es::upper), a = given, b = right);
    CHECK(u(1) == Approx(4.4));
    CHECK(u(0) == Approx(-4.8));
    auto const g = es::gradient(sum(triangular_solve(a, b)), es::wrt(a), a = given, b = right);
    CHECK(g[a](0, 1) == 0);
}

TEST_CASE("triangular_solve is torch's") {
    torch::agrees("triangular_solve", lower, laws::real<2, 3, 3>(), laws::real<2, 3, 4>());
    torch::agrees("triangular_solve upper", upper, laws::real<2, 3, 3>(), laws::real<2, 3, 4>());
}
