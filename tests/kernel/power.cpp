// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#include "../catch.hpp"
#include "ulp.hpp"

#include <espalier/espalier.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace kernel = espalier::kernel;

namespace {

/// The largest distance over all pairs of numbers.
template <class T, int W, class F, class Exact>
long double worst(F function, Exact exact, std::vector<T> const& a, std::vector<T> const& b) {
    using V = kernel::vec<T, W>;
    long double most = 0;
    for (T const second : b)
        for (std::size_t i = 0; i < a.size(); i += W) {
            T first[W], got[W];
            for (std::size_t k = 0; k < W; ++k) first[k] = a[i + k < a.size() ? i + k : 0];
            function(V::load(first), V(second)).store(got);
            for (int k = 0; k < W; ++k) {
                long double const d = distance(got[k], exact(static_cast<long double>(first[k]),
                                                             static_cast<long double>(second)));
                if (d > most) most = d;
            }
        }
    return most;
}
template <class T>
std::vector<T> between(double low, double high, int count) {
    std::vector<T> x;
    for (int i = 0; i < count; ++i)
        x.push_back(static_cast<T>(low + (high - low) * i / (count - 1)));
    return x;
}
template <class T>
std::vector<T> edges() {
    using limits = std::numeric_limits<T>;
    std::vector<T> x;
    for (T e : {T(0), T(0.5), T(1), T(1.5), T(2), T(3), T(4), T(101), T(1e9), limits::min(),
                limits::max(), limits::denorm_min(), limits::infinity(), limits::quiet_NaN()}) {
        x.push_back(e);
        x.push_back(-e);
    }
    return x;
}
template <class T, int W>
void check() {
    using V = kernel::vec<T, W>;
    INFO("elements of " << sizeof(T) << " bytes, " << W << " of them");
    auto const pow = [](V a, V b) { return V::pow(a, b); };
    auto const exact_pow = [](long double a, long double b) { return std::pow(a, b); };
    auto const atan2 = [](V y, V x) { return V::atan2(y, x); };
    auto const exact_atan2 = [](long double y, long double x) { return std::atan2(y, x); };
    double const top = sizeof(T) == 4 ? 120 : 1020;
    CHECK(worst<T, W>(pow, exact_pow, between<T>(0.01, 4, swept(999)), between<T>(-9, 9, 91)) < 2);
    CHECK(worst<T, W>(pow, exact_pow, between<T>(0.51, 1.99, swept(999)),
                      between<T>(-top, top, 91)) < 2);
    CHECK(worst<T, W>(pow, exact_pow, between<T>(-9, -0.1, swept(90)), between<T>(-20, 20, 41)) <
          2);
    CHECK(worst<T, W>(pow, exact_pow, between<T>(1e-30, 1e30, swept(99)),
                      between<T>(-1.2, 1.2, 41)) < 2);
    CHECK(worst<T, W>(pow, exact_pow, edges<T>(), edges<T>()) < 2);
    CHECK(worst<T, W>(atan2, exact_atan2, between<T>(-7, 7, swept(999)), between<T>(-7, 7, 90)) <
          3);
    CHECK(worst<T, W>(atan2, exact_atan2, between<T>(-7, 7, swept(99)),
                      between<T>(-1e-3, 1e-3, 90)) < 3);
    CHECK(worst<T, W>(atan2, exact_atan2, edges<T>(), edges<T>()) < 3);
}
template <class T>
void check_widths() {
    check<T, 2>();
    check<T, 16 / static_cast<int>(sizeof(T))>();
    if constexpr (kernel::register_bytes >= 32) check<T, 32 / static_cast<int>(sizeof(T))>();
    if constexpr (kernel::register_bytes >= 64) check<T, 64 / static_cast<int>(sizeof(T))>();
}

}  // namespace

TEST_CASE("powers and angles of registers of floats") { check_widths<float>(); }
TEST_CASE("powers and angles of registers of doubles") { check_widths<double>(); }
