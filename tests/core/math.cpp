// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../laws.hpp"

namespace es = espalier;
using namespace es::literals;

// Checks and training in constant expressions, through functions that <cmath> of C++20 does not
// have there; and the same program at run time.
namespace {

constexpr auto x = es::input<"x", es::shape<2>, double>;
constexpr auto w = es::parameter<"w", es::shape<2>, double>;
constexpr auto h = w * x;
constexpr auto y =
    exp(h) + log(square(h) + 2_c) + tanh(h) + sqrt(square(h) + 1_c) + sin(h) * cos(2_c * h);
constexpr auto loss = sum(y);

struct learner {
    decltype(es::variables{loss}) vars{};
    decltype(es::trainer(loss, es::adam(es::lr = 0.01))) trainer{
        es::trainer(loss, es::adam(es::lr = 0.01))};
    double first = 0, last = 0;
};
constexpr learner trained() {
    learner l;
    l.vars[w] = es::tensor<double, 2>{0.5, 1.25};
    l.first = l.trainer.step(l.vars, x = {1.0, -0.75});
    for (int i = 0; i < 4; ++i) l.last = l.trainer.step(l.vars, x = {1.0, -0.75});
    return l;
}
constexpr learner compiled = trained();

}  // namespace

TEST_CASE("check_gradient in a constant expression: each function, and all of them at once") {
    static_assert(es::check_gradient(sum(exp(x)), es::wrt(x), x = {0.5, -0.25}));
    static_assert(es::check_gradient(sum(log(x)), es::wrt(x), x = {0.5, 3.0}));
    static_assert(es::check_gradient(sum(tanh(x)), es::wrt(x), x = {0.5, -2.5}));
    static_assert(es::check_gradient(sum(sqrt(x)), es::wrt(x), x = {0.5, 2.5}));
    static_assert(es::check_gradient(sum(sin(x)), es::wrt(x), x = {0.5, -7.0}));
    static_assert(es::check_gradient(sum(cos(x)), es::wrt(x), x = {0.5, -7.0}));
    static_assert(es::check_gradient(loss, compiled.vars, x = {1.0, -0.75}));
    static_assert(es::check_gradient(loss, es::wrt(x, w), compiled.vars, x = {1.0, -0.75}));
    SUCCEED();
}

TEST_CASE("trainer.step in a constant expression does what it does at run time") {
    static_assert(compiled.last < compiled.first);
    learner const now = trained();
    CHECK(compiled.first == Approx(now.first).epsilon(1e-14));
    CHECK(compiled.last == Approx(now.last).epsilon(1e-14));
    for (es::index_t i = 0; i < 2; ++i)
        CHECK(compiled.vars[w](i) == Approx(now.vars[w](i)).epsilon(1e-13));
}

TEST_CASE("derivatives of every kind in a constant expression") {
    constexpr auto f = exp(sin(x)) * tanh(x);
    constexpr auto g = es::gradient(sum(f), es::wrt(x), x = {0.3, -0.8});
    constexpr auto H = es::hessian(sum(f), es::wrt(x), x = {0.3, -0.8});
    constexpr auto J = es::jacobian(f, es::wrt(x), x = {0.3, -0.8});
    constexpr auto along = es::jvp(f, x = {0.3, -0.8}, es::tangent(x) = {1.0, 2.0});
    static_assert(J[x](0, 1) == 0 && H[x](1, 0) == 0);
    for (es::index_t i = 0; i < 2; ++i) {
        double const at = i == 0 ? 0.3 : -0.8, e = std::exp(std::sin(at)), t = std::tanh(at);
        double const slope = e * (std::cos(at) * t + 1 - t * t);
        CHECK(g[x](i) == Approx(slope).epsilon(1e-14));
        CHECK(J[x](i, i) == Approx(slope).epsilon(1e-14));
        CHECK(along.tangent(i) == Approx((i == 0 ? 1.0 : 2.0) * slope).epsilon(1e-14));
        CHECK(H[x](i, i) == Approx(std::cos(at) * slope +
                                   e * (-std::sin(at) * t + (1 - t * t) * (std::cos(at) - 2 * t)))
                                .epsilon(1e-12));
    }
}
