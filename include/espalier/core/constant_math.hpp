// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include <espalier/core/config.hpp>

/// Elementary functions for constant expressions, in double; the run-time path does not use them.
/// Ranges are reduced so that short series suffice: errors are a few 1e-16, relative.
namespace espalier::inline ESPALIER_ABI::constant_math {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_low = 0x1.ef35793c76730p-45;
inline constexpr double pi = 3.14159265358979323846;

constexpr bool is_nan(double x) { return x != x; }
constexpr double magnitude(double x) { return x < 0 ? -x : x; }

constexpr double floor(double x) {
    if (!(magnitude(x) < 4503599627370496.0)) return x;
    double const whole = static_cast<double>(static_cast<std::int64_t>(x));
    return whole > x ? whole - 1 : whole;
}
constexpr double round(double x) {
    if (!(magnitude(x) < 4503599627370496.0)) return x;
    double const below = floor(x), rest = x - below;
    if (rest < 0.5) return below;
    if (rest > 0.5) return below + 1;
    return below - 2 * floor(below / 2) == 0 ? below : below + 1;
}
/// x 2^n.
constexpr double scale(double x, int n) {
    while (n > 1000) x *= 0x1p1000, n -= 1000;
    while (n < -1000) x *= 0x1p-1000, n += 1000;
    return x * std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}
constexpr double sqrt(double x) {
    if (is_nan(x) || x == 0 || x == infinity) return x;
    if (x < 0) return not_a_number;
    auto const bits = std::bit_cast<std::uint64_t>(x);
    double r = std::bit_cast<double>((bits >> 1) + 0x1ff8000000000000u);
    for (int i = 0; i < 6; ++i) r = 0.5 * (r + x / r);
    return r;
}
/// e^x - 1 for |x| <= ln 2 / 2, by its Taylor series.
constexpr double expm1_reduced(double x) {
    double sum = 0;
    for (int n = 14; n > 1; --n) sum = (sum + 1) * x / n;
    return (sum + 1) * x;
}
constexpr double exp(double x) {
    if (is_nan(x)) return x;
    if (x > 709.782712893384) return infinity;
    if (x < -745.2) return 0;
    double const n = round(x / (ln2_high + ln2_low));
    return scale(1 + expm1_reduced((x - n * ln2_high) - n * ln2_low), static_cast<int>(n));
}
constexpr double expm1(double x) {
    return magnitude(x) < 0.34 ? (x == 0 ? x : expm1_reduced(x)) : exp(x) - 1;
}
/// 2 atanh(s) for small s: log((1 + s) / (1 - s)).
constexpr double log_ratio(double s) {
    double const z = s * s;
    double sum = 0;
    for (int n = 23; n >= 3; n -= 2) sum = (sum + 1.0 / n) * z;
    return 2 * s * (1 + sum);
}
constexpr double log(double x) {
    if (is_nan(x) || x == infinity) return x;
    if (x < 0) return not_a_number;
    if (x == 0) return -infinity;
    int exponent = 0;
    if (x < 0x1p-1000) x *= 0x1p100, exponent = -100;
    auto const bits = std::bit_cast<std::uint64_t>(x);
    exponent += static_cast<int>(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
    if (m > 1.4142135623730951) m *= 0.5, ++exponent;
    return exponent * ln2_high + (log_ratio((m - 1) / (m + 1)) + exponent * ln2_low);
}
constexpr double log1p(double x) {
    return magnitude(x) < 0.3 ? (x == 0 ? x : log_ratio(x / (2 + x))) : log(1 + x);
}
constexpr double sin_reduced(double x) {
    double const z = -x * x;
    double sum = 0;
    for (int n = 18; n >= 2; n -= 2) sum = (sum + 1) * z / (n * (n + 1));
    return x * (1 + sum);
}
constexpr double cos_reduced(double x) {
    double const z = -x * x;
    double sum = 0;
    for (int n = 18; n >= 2; n -= 2) sum = (sum + 1) * z / (n * (n - 1));
    return 1 + sum;
}
/// sin(x + quarter pi / 2).
constexpr double sine(double x, int quarter) {
    if (!(magnitude(x) < infinity)) return not_a_number;
    double const n = round(x / (pi / 2));
    double const r =
        ((x - n * 0x1.921fb54400000p0) - n * 0x1.0b4611a600000p-34) - n * 0x1.3198a2e037073p-69;
    int const q = (static_cast<int>(n - 4 * floor(n / 4)) + quarter) & 3;
    double const s = (q & 1) ? cos_reduced(r) : sin_reduced(r);
    return (q & 2) ? -s : s;
}
constexpr double sin(double x) { return x == 0 ? x : sine(x, 0); }
constexpr double cos(double x) { return sine(x, 1); }
constexpr double tan(double x) { return x == 0 ? x : sin(x) / cos(x); }
constexpr double atan(double x) {
    if (is_nan(x) || x == 0) return x;
    if (x < 0) return -atan(-x);
    if (x > 1) return pi / 2 - (x == infinity ? 0 : atan(1 / x));
    // two half-angle steps bring x below 0.2
    double r = x;
    for (int i = 0; i < 2; ++i) r = r / (1 + sqrt(1 + r * r));
    double const z = -r * r;
    double sum = 0;
    for (int n = 25; n >= 3; n -= 2) sum = (sum + 1.0 / n) * z;
    return 4 * r * (1 + sum);
}
constexpr double asin(double x) {
    if (!(magnitude(x) <= 1)) return not_a_number;
    return magnitude(x) == 1 ? x * (pi / 2) : atan(x / sqrt((1 - x) * (1 + x)));
}
constexpr double acos(double x) {
    if (!(magnitude(x) <= 1)) return not_a_number;
    return x == -1 ? pi : 2 * atan(sqrt((1 - x) / (1 + x)));
}
constexpr double atan2(double y, double x) {
    if (is_nan(x) || is_nan(y)) return not_a_number;
    bool const below = (std::bit_cast<std::uint64_t>(y) >> 63) != 0;
    bool const left = (std::bit_cast<std::uint64_t>(x) >> 63) != 0;
    double angle = 0;
    if (magnitude(y) == infinity && magnitude(x) == infinity)
        angle = pi / 4;
    else if (x == 0 && y == 0)
        angle = 0;
    else
        angle = x == 0 ? pi / 2 : atan(magnitude(y / x));
    if (left) angle = pi - angle;
    return below ? -angle : angle;
}
constexpr double sinh(double x) {
    if (x < 0) return -sinh(-x);
    if (x > 20) return exp(x - 0.6931471805599453);
    double const e = expm1(x);
    return (e + e / (e + 1)) / 2;
}
constexpr double cosh(double x) {
    double const e = exp(magnitude(x) - (magnitude(x) > 20 ? 0.6931471805599453 : 0));
    return magnitude(x) > 20 ? e : (e + 1 / e) / 2;
}
constexpr double tanh(double x) {
    if (is_nan(x) || x == 0) return x;
    if (magnitude(x) > 20) return x > 0 ? 1 : -1;
    double const e = expm1(2 * x);
    return e / (e + 2);
}
constexpr double erf(double x) {
    if (is_nan(x) || x == 0) return x;
    if (x < 0) return -erf(-x);
    if (x > 6) return 1;
    if (x < 2.5) {
        // e^(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, all terms positive
        double term = x, sum = x;
        for (int n = 1; n < 60 && term > sum * 1e-17; ++n) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 1.1283791670955125739 * exp(-x * x) * sum;
    }
    double fraction = 0;
    for (int n = 60; n >= 1; --n) fraction = n / 2.0 / (x + fraction);
    return 1 - exp(-x * x) / (1.7724538509055160273 * (x + fraction));
}
constexpr double pow(double a, double b) {
    if (b == 0 || a == 1) return 1;
    if (is_nan(a) || is_nan(b)) return not_a_number;
    bool const whole = floor(b) == b;
    bool const odd = whole && magnitude(b) < 9007199254740992.0 && b - 2 * floor(b / 2) != 0;
    if (a == 0) return b > 0 ? (odd ? a : 0) : (odd && 1 / a < 0 ? -infinity : infinity);
    if (a < 0 && !whole) return not_a_number;
    if (whole && magnitude(b) <= 64) {
        double power = 1;
        for (int i = 0; i < static_cast<int>(magnitude(b)); ++i) power *= a;
        return b < 0 ? 1 / power : power;
    }
    double const size = exp(b * log(magnitude(a)));
    return a < 0 && odd ? -size : size;
}

}  // namespace espalier::inline ESPALIER_ABI::constant_math
