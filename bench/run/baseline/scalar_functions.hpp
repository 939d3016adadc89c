// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <cmath>

#include "pack.hpp"

/// Values and gradients of scalar functions of n numbers, written by hand. The products are of two
/// square matrices by rows, one after the other in x and in g.
namespace baseline::scalar {

inline constexpr double mean = -0.5625, deviation = 1.375;

/// Plain loops, as anybody writes them.
struct plain {
    /// log(sum(e^x)) without a shift, as is fair for moderate x.
    template <int N>
    static double logsumexp(double const* x, double* g) {
        double total = 0;
        for (int i = 0; i < N; ++i) total += g[i] = std::exp(x[i]);
        for (int i = 0; i < N; ++i) g[i] /= total;
        return std::log(total);
    }
    /// The log-density of independent normal numbers, without its constant.
    template <int N>
    static double normal(double const* x, double* g) {
        double total = 0;
        for (int i = 0; i < N; ++i) {
            double const d = (x[i] - mean) / deviation;
            total += d * d;
            g[i] = -d / deviation;
        }
        return -0.5 * total - N * std::log(deviation);
    }
    /// The gradient by products from both ends, so that zeros do no harm.
    template <int N>
    static double product(double const* x, double* g) {
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
    template <int N>
    static double sum(double const* x, double* g) {
        double total = 0;
        for (int i = 0; i < N; ++i) {
            total += x[i];
            g[i] = 1;
        }
        return total;
    }
    /// The sum of the elements of a b.
    template <int N>
    static double matrix_product(double const* x, double* g) {
        double const *const a = x, *const b = x + N * N;
        double *const da = g, *const db = g + N * N;
        double total = 0;
        for (int i = 0; i < 2 * N * N; ++i) g[i] = 0;
        for (int i = 0; i < N; ++i)
            for (int k = 0; k < N; ++k)
                for (int j = 0; j < N; ++j) {
                    total += a[i * N + k] * b[k * N + j];
                    da[i * N + k] += b[k * N + j];
                    db[k * N + j] += a[i * N + k];
                }
        return total;
    }
};

/// Registers of eight numbers, two sums at a time. What is left over is in a register that reaches
/// back over the one before it, whose numbers count once.
struct vectorised {
    using pack = double8;

    template <int N, class F>
    static void each(double const* x, F const& f) {
        static_assert(N >= 8);
        for (int i = 0; i + 8 <= N; i += 8) f(load<pack>(x + i), i);
    }
    template <int N>
    static constexpr int rest = N % 8;
    template <int N>
    static pack only_rest(pack v, double other) {
        constexpr long8 lane{0, 1, 2, 3, 4, 5, 6, 7};
        return lane >= 8 - rest<N> ? v : pack{} + other;
    }

    template <int N>
    static double logsumexp(double const* x, double* g) {
        pack part[2]{};
        pack const last = rest<N> ? exp(load<pack>(x + N - 8)) : pack{};
        if (rest<N>) part[1] = only_rest<N>(last, 0);
        each<N>(x, [&](pack v, int i) {
            pack const e = exp(v);
            part[i / 8 % 2] += e;
            store(g + i, e);
        });
        double const all = baseline::sum(part[0] + part[1]), share = 1 / all;
        each<N>(g, [&](pack v, int i) { store(g + i, v * share); });
        if (rest<N>) store(g + N - 8, last * share);
        return std::log(all);
    }
    template <int N>
    static double normal(double const* x, double* g) {
        constexpr double precision = 1 / (deviation * deviation);
        pack part[2]{};
        each<N>(x, [&](pack v, int i) {
            pack const d = v - mean;
            part[i / 8 % 2] += d * d;
            store(g + i, -precision * d);
        });
        if (rest<N>) {
            pack const d = load<pack>(x + N - 8) - mean;
            part[1] += only_rest<N>(d * d, 0);
            store(g + N - 8, -precision * d);
        }
        return -0.5 * precision * baseline::sum(part[0] + part[1]) - N * std::log(deviation);
    }
    /// The gradient by division: no element may be zero.
    template <int N>
    static double product(double const* x, double* g) {
        pack part[2]{pack{} + 1.0, pack{} + 1.0};
        each<N>(x, [&](pack v, int i) { part[i / 8 % 2] *= v; });
        pack const last = load<pack>(x + N - 8);
        if (rest<N>) part[1] *= only_rest<N>(last, 1);
        pack const p = part[0] * part[1];
        double const all = ((p[0] * p[1]) * (p[2] * p[3])) * ((p[4] * p[5]) * (p[6] * p[7]));
        each<N>(x, [&](pack v, int i) { store(g + i, all / v); });
        if (rest<N>) store(g + N - 8, all / last);
        return all;
    }
    template <int N>
    static double sum(double const* x, double* g) {
        pack part[4]{};
        each<N>(x, [&](pack v, int i) {
            part[i / 8 % 4] += v;
            store(g + i, pack{} + 1.0);
        });
        if (rest<N>) {
            part[3] += only_rest<N>(load<pack>(x + N - 8), 0);
            store(g + N - 8, pack{} + 1.0);
        }
        return baseline::sum((part[0] + part[1]) + (part[2] + part[3]));
    }
    /// The sums of a's columns times the sums of b's rows: no product is made.
    template <int N>
    static double matrix_product(double const* x, double* g) {
        double const *const a = x, *const b = x + N * N;
        double *const da = g, *const db = g + N * N;
        double columns[N]{}, rows[N]{}, total = 0;
        for (int i = 0; i < N; ++i)
            for (int k = 0; k < N; ++k) columns[k] += a[i * N + k];
        for (int k = 0; k < N; ++k) {
            pack part{};
            for (int j = 0; j + 8 <= N; j += 8) part += load<pack>(b + k * N + j);
            for (int j = N - rest<N>; j < N; ++j) rows[k] += b[k * N + j];
            if (N >= 8) rows[k] += baseline::sum(part);
            total += columns[k] * rows[k];
        }
        for (int i = 0; i < N; ++i)
            for (int k = 0; k < N; ++k) da[i * N + k] = rows[k];
        for (int k = 0; k < N; ++k)
            for (int j = 0; j < N; ++j) db[k * N + j] = columns[k];
        return total;
    }
};

}  // namespace baseline::scalar
