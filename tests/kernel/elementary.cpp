// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"
#include "ulp.hpp"

#include <espalier/espalier.hpp>

#include <cmath>
#include <limits>

namespace kernel = espalier::kernel;

namespace {

/// The largest error of a function of registers in [low, high] and (but for functions of xsimd,
/// some of which convert them to integers) at the edges of the type.
template <class T, int W, bool Edges = true, class F>
long double worst(F function, long double (*exact)(long double), double low, double high) {
    using V = kernel::vec<T, W>;
    using limits = std::numeric_limits<T>;
    T const edges[]{T(0),
                    -T(0),
                    limits::infinity(),
                    -limits::infinity(),
                    limits::quiet_NaN(),
                    limits::max(),
                    -limits::max(),
                    limits::denorm_min(),
                    limits::min() / 4,
                    T(-1),
                    T(1),
                    T(-2),
                    T(88.5),
                    T(-88),
                    T(-95),
                    T(-104),
                    T(709.7),
                    T(-720),
                    T(-745),
                    -limits::denorm_min()};
    constexpr int samples = swept(4000),
                  count = samples + (Edges ? static_cast<int>(sizeof edges / sizeof *edges) : 0);
    long double most = 0;
    for (int i = 0; i < count; i += W) {
        T x[W], y[W];
        for (int j = 0; j < W; ++j) {
            int const at = i + j < count ? i + j : 0;
            x[j] = at < samples ? static_cast<T>(low + (high - low) * at / samples)
                                : edges[at - samples];
        }
        function(V::load(x)).store(y);
        for (int j = 0; j < W; ++j)
            most = std::max(most, distance<T>(y[j], exact(static_cast<long double>(x[j]))));
    }
    return most;
}
template <class T, int W>
void check() {
    using V = kernel::vec<T, W>;
    INFO("elements of " << sizeof(T) << " bytes, " << W << " of them");
    double const top = sizeof(T) == 4 ? 88.7 : 709.7;
    CHECK(worst<T, W>([](V x) { return V::exp(x); }, std::exp, -1.2 * top, top) < 1.6L);
    CHECK(worst<T, W>([](V x) { return V::exp(x); }, std::exp, -2, 2) < 1.6L);
    CHECK(worst<T, W>([](V x) { return V::expm1(x); }, std::expm1, -2, 2) < 3);
    CHECK(worst<T, W>([](V x) { return V::expm1(x); }, std::expm1, -40, top) < 3);
    CHECK(worst<T, W>([](V x) { return V::log(x); }, std::log, 1e-4, 4) < 1.6L);
    CHECK(worst<T, W>([](V x) { return V::log(x); }, std::log, 4, 1e30) < 1.6L);
    CHECK(worst<T, W>([](V x) { return V::log1p(x); }, std::log1p, -0.99, 4) < 2);
    CHECK(worst<T, W>([](V x) { return V::log1p(x); }, std::log1p, -1e-3, 1e-3) < 2);
    CHECK(worst<T, W>([](V x) { return V::erf(x); }, std::erf, -1.2, 1.2) < 2.5L);
    CHECK(worst<T, W>([](V x) { return V::erf(x); }, std::erf, -7, 7) < 2.5L);
    CHECK(worst<T, W>([](V x) { return V::tanh(x); }, std::tanh, -1, 1) < 3);
    CHECK(worst<T, W>([](V x) { return V::tanh(x); }, std::tanh, -25, 25) < 3);
    CHECK(worst<T, W, false>([](V x) { return V::sin(x); }, std::sin, -20, 20) < 3);
    CHECK(worst<T, W, false>([](V x) { return V::cos(x); }, std::cos, -20, 20) < 3);
    CHECK(worst<T, W, false>([](V x) { return V::atan(x); }, std::atan, -20, 20) < 3);
}
template <class T>
void check_widths() {
    check<T, 2>();
    check<T, 16 / static_cast<int>(sizeof(T))>();
    if constexpr (kernel::register_bytes >= 32) check<T, 32 / static_cast<int>(sizeof(T))>();
    if constexpr (kernel::register_bytes >= 64) check<T, 64 / static_cast<int>(sizeof(T))>();
}

}  // namespace

TEST_CASE("elementary functions of registers of floats") { check_widths<float>(); }
TEST_CASE("elementary functions of registers of doubles") { check_widths<double>(); }
