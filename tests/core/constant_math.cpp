// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include <cmath>
#include <espalier/core/constant_math.hpp>

#include "../catch.hpp"

namespace cm = espalier::constant_math;

namespace {

template <class F, class G>
double worst_relative_error(F f, G reference, double from, double to, double least = 1e-300) {
    double worst = 0;
    for (int i = 0; i <= 20000; ++i) {
        double const x = from + (to - from) * i / 20000;
        double const exact = reference(x);
        double const error = std::abs(f(x) - exact) / std::max(std::abs(exact), least);
        if (!(error <= worst)) worst = error;
    }
    return worst;
}

}  // namespace

#define MATCHES(name, from, to, ...)                                        \
    CHECK(worst_relative_error([](double x) { return cm::name(x); },        \
                               [](double x) { return std::name(x); }, from, \
                               to __VA_OPT__(, ) __VA_ARGS__) < 4e-15)

TEST_CASE("constant functions agree with the library's") {
    MATCHES(exp, -700, 700);
    MATCHES(exp, -1, 1);
    MATCHES(expm1, -2, 2);
    MATCHES(log, 1e-3, 50);
    MATCHES(log1p, -0.9, 3);
    MATCHES(sin, -30, 30, 1e-3);
    MATCHES(cos, -30, 30, 1e-3);
    MATCHES(tan, -1.5, 1.5);
    MATCHES(atan, -20, 20);
    MATCHES(asin, -1, 1);
    MATCHES(acos, -1, 0.999);
    MATCHES(sinh, -30, 30);
    MATCHES(cosh, -30, 30);
    MATCHES(tanh, -25, 25);
    MATCHES(erf, -7, 7);
    MATCHES(sqrt, 0, 100);
    MATCHES(floor, -10, 10);
    CHECK(worst_relative_error([](double x) { return cm::round(x); },
                               [](double x) { return std::nearbyint(x); }, -10, 10) == 0);
    CHECK(worst_relative_error([](double x) { return cm::pow(1.7, x); },
                               [](double x) { return std::pow(1.7, x); }, -20, 20) < 1e-14);
    CHECK(worst_relative_error([](double x) { return cm::atan2(x, -0.7); },
                               [](double x) { return std::atan2(x, -0.7); }, -5, 5) < 4e-15);
}

TEST_CASE("constant functions at special values") {
    static_assert(cm::exp(0.0) == 1.0);
    static_assert(cm::exp(1000.0) == cm::infinity);
    static_assert(cm::exp(-1000.0) == 0.0);
    static_assert(cm::log(1.0) == 0.0);
    static_assert(cm::log(0.0) == -cm::infinity);
    static_assert(cm::is_nan(cm::log(-1.0)));
    static_assert(cm::is_nan(cm::sqrt(-1.0)));
    static_assert(cm::sqrt(4.0) == 2.0);
    static_assert(cm::tanh(100.0) == 1.0);
    static_assert(cm::pow(0.0, 0.0) == 1.0);
    static_assert(cm::pow(-2.0, 3.0) == -8.0);
    static_assert(cm::is_nan(cm::pow(-2.0, 0.5)));
    static_assert(cm::is_nan(cm::sin(cm::infinity)));
    CHECK(true);
}
