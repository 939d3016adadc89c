// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <espalier/core.hpp>

#include "../catch.hpp"

namespace es = espalier;

TEST_CASE("a vector-Jacobian product is the vector times the Jacobian") {
    constexpr auto x = es::input<"x", es::shape<3>, double>;
    constexpr auto fc = es::linear<"fc", 3, 2, double>;
    constexpr auto y = tanh(fc(x));
    es::variables vars{y};
    es::initialize(vars, 4);
    es::tensor<double, 2> const s{0.5, -2};
    auto const r = es::vjp(y, es::wrt(x, fc.bias), es::cotangent = s, vars, x = {0.1, 0.2, 0.3});
    auto const J = es::jacobian(y, es::wrt(x, fc.bias), vars, x = {0.1, 0.2, 0.3});
    CHECK(r.value == es::evaluate(y, vars, x = {0.1, 0.2, 0.3}));
    for (es::index_t i = 0; i < 3; ++i)
        CHECK(r.gradient[x](i) == Approx(s(0) * J[x](0, i) + s(1) * J[x](1, i)).epsilon(1e-14));
    for (es::index_t i = 0; i < 2; ++i)
        CHECK(r.gradient[fc.bias](i) == Approx(s(i) * J[fc.bias](i, i)).epsilon(1e-14));
}
