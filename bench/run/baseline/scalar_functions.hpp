// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>

/// Values and gradients of scalar functions of n numbers, written by hand: plain loops, with
/// several partial sums where that lets the compiler use registers of many numbers.
namespace baseline {

inline constexpr int chains = 8;

/// log(sum(e^x)) without a shift, as is fair for moderate x.
template <int N>
double logsumexp(double const* __restrict x, double* __restrict g) {
    double total = 0;
    for (int i = 0; i < N; ++i) total += g[i] = std::exp(x[i]);
    double const share = 1 / total;
    for (int i = 0; i < N; ++i) g[i] *= share;
    return std::log(total);
}
/// The log-density of n independent normal numbers of mean m and deviation s, without its constant.
template <int N>
double normal(double const* __restrict x, double* __restrict g, double m, double s) {
    double part[chains]{};
    double const precision = 1 / (s * s);
    int i = 0;
    for (; i + chains <= N; i += chains)
        for (int k = 0; k < chains; ++k) {
            double const d = x[i + k] - m;
            part[k] += d * d;
            g[i + k] = -d * precision;
        }
    double total = 0;
    for (; i < N; ++i) {
        double const d = x[i] - m;
        total += d * d;
        g[i] = -d * precision;
    }
    for (double p : part) total += p;
    return -0.5 * precision * total - N * std::log(s);
}
/// The product; the gradient by products from both ends.
template <int N>
double product(double const* __restrict x, double* __restrict g) {
    double before = 1, behind = 1;
    for (int i = 0; i < N; ++i) {
        g[i] = before;
        before *= x[i];
    }
    for (int i = N - 1; i >= 0; --i) {
        g[i] *= behind;
        behind *= x[i];
    }
    return before;
}
/// The product; the gradient by division. No element may be zero.
template <int N>
double product_by_division(double const* __restrict x, double* __restrict g) {
    double part[chains];
    for (double& p : part) p = 1;
    int i = 0;
    for (; i + chains <= N; i += chains)
        for (int k = 0; k < chains; ++k) part[k] *= x[i + k];
    double total = 1;
    for (; i < N; ++i) total *= x[i];
    for (double p : part) total *= p;
    for (i = 0; i < N; ++i) g[i] = total / x[i];
    return total;
}
/// The sum; its gradient is one everywhere.
template <int N>
double sum(double const* __restrict x, double* __restrict g) {
    double part[chains]{};
    int i = 0;
    for (; i + chains <= N; i += chains)
        for (int k = 0; k < chains; ++k) part[k] += x[i + k];
    double total = 0;
    for (; i < N; ++i) total += x[i];
    for (double p : part) total += p;
    for (i = 0; i < N; ++i) g[i] = 1;
    return total;
}
/// The sum of the product of two N x N matrices by rows: the sums of a's columns times those of b's
/// rows.
template <int N>
double sum_of_product(double const* __restrict a, double const* __restrict b, double* __restrict da,
                      double* __restrict db) {
    double columns[N]{}, rows[N]{}, total = 0;
    for (int i = 0; i < N; ++i)
        for (int k = 0; k < N; ++k) columns[k] += a[i * N + k];
    for (int k = 0; k < N; ++k)
        for (int j = 0; j < N; ++j) rows[k] += b[k * N + j];
    for (int k = 0; k < N; ++k) total += columns[k] * rows[k];
    for (int i = 0; i < N; ++i)
        for (int k = 0; k < N; ++k) da[i * N + k] = rows[k];
    for (int k = 0; k < N; ++k)
        for (int j = 0; j < N; ++j) db[k * N + j] = columns[k];
    return total;
}

}  // namespace baseline
