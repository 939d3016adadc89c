// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "pack.hpp"

/// The log-likelihood of a Gaussian mixture with a Wishart prior, divided by the number of samples
/// and without its constants, and its gradient by hand:
///   1/n sum_i logsumexp_k(alpha_k + sum_j q_kj - |Q_k (x_i - mu_k)|^2 / 2) - logsumexp(alpha)
///   + 1/n sum_k (gamma^2/2 (|e^q_k|^2 + |l_k|^2) - m sum_j q_kj),
/// where Q_k is lower triangular: e^q_k on its diagonal, l_k below, column by column. The objective
/// of ADBench (Srajer, Kukelova, Fitzgibbon 2018).
namespace baseline::mixture {

inline constexpr int dimensions = 10, components = 25, below = dimensions * (dimensions - 1) / 2;
inline constexpr double gamma = 1.0, m = 0.0;

struct parameters {
    double alpha[components], mu[components][dimensions], q[components][dimensions],
        l[components][below];
};

/// What the samples share: values of the logsumexp of alpha and of the prior, times n, and their
/// gradients.
inline double shared_terms(parameters const& p, parameters& g, double n) {
    double const top = *std::max_element(p.alpha, p.alpha + components);
    double total = 0, prior = 0;
    for (double a : p.alpha) total += std::exp(a - top);
    for (int k = 0; k < components; ++k) {
        g.alpha[k] -= n * std::exp(p.alpha[k] - top) / total;
        for (int j = 0; j < dimensions; ++j) {
            double const e = std::exp(p.q[k][j]);
            prior += gamma * gamma / 2 * e * e - m * p.q[k][j];
            g.q[k][j] += gamma * gamma * e * e - m;
        }
        for (int j = 0; j < below; ++j) {
            prior += gamma * gamma / 2 * p.l[k][j] * p.l[k][j];
            g.l[k][j] += gamma * gamma * p.l[k][j];
        }
    }
    return prior - n * (std::log(total) + top);
}
inline void divide(parameters& g, double n) {
    double* const all = g.alpha;
    for (std::size_t i = 0; i < sizeof g / sizeof(double); ++i) all[i] /= n;
}

/// Plain loops, a sample at a time.
class plain {
public:
    double operator()(parameters const& p, double const (*x)[dimensions], int n, parameters& g) {
        g = parameters{};
        double e[components][dimensions], value = 0;
        for (int k = 0; k < components; ++k)
            for (int j = 0; j < dimensions; ++j) e[k][j] = std::exp(p.q[k][j]);
        for (int s = 0; s < n; ++s) {
            double y[components][dimensions], term[components];
            for (int k = 0; k < components; ++k) {
                for (int j = 0; j < dimensions; ++j) y[k][j] = e[k][j] * (x[s][j] - p.mu[k][j]);
                for (int j = 0, at = 0; j < dimensions; ++j)
                    for (int i = j + 1; i < dimensions; ++i, ++at)
                        y[k][i] += p.l[k][at] * (x[s][j] - p.mu[k][j]);
                double sum = 0, square = 0;
                for (int j = 0; j < dimensions; ++j) {
                    sum += p.q[k][j];
                    square += y[k][j] * y[k][j];
                }
                term[k] = p.alpha[k] + sum - square / 2;
            }
            double const top = *std::max_element(term, term + components);
            double total = 0;
            for (double& t : term) total += t = std::exp(t - top);
            value += std::log(total) + top;
            for (int k = 0; k < components; ++k) {
                double const w = term[k] / total;
                double back[dimensions];
                g.alpha[k] += w;
                for (int j = 0; j < dimensions; ++j) {
                    double const d = x[s][j] - p.mu[k][j];
                    g.q[k][j] += w - w * y[k][j] * e[k][j] * d;
                    back[j] = w * y[k][j] * e[k][j];
                }
                for (int j = 0, at = 0; j < dimensions; ++j)
                    for (int i = j + 1; i < dimensions; ++i, ++at) {
                        g.l[k][at] -= w * y[k][i] * (x[s][j] - p.mu[k][j]);
                        back[j] += w * y[k][i] * p.l[k][at];
                    }
                for (int j = 0; j < dimensions; ++j) g.mu[k][j] += back[j];
            }
        }
        value += shared_terms(p, g, n);
        divide(g, n);
        return value / n;
    }
};

/// Eight samples in a register. First all terms and their softmax, then component by component, so
/// that a component's gradient stays in the first cache; what is needed of the first pass again is
/// cheaper to compute than to keep.
class vectorised {
    using pack = double8;
    std::vector<std::array<pack, dimensions>> xs;
    std::vector<std::array<pack, components>> weight;

    static void whiten(parameters const& p, double const (&e)[dimensions], int k,
                       std::array<pack, dimensions> const& x, pack (&d)[dimensions],
                       pack (&y)[dimensions]) {
        for (int j = 0; j < dimensions; ++j) {
            d[j] = x[static_cast<std::size_t>(j)] - p.mu[k][j];
            y[j] = e[j] * d[j];
        }
        for (int j = 0, at = 0; j < dimensions; ++j)
            for (int i = j + 1; i < dimensions; ++i, ++at) y[i] += p.l[k][at] * d[j];
    }

public:
    double operator()(parameters const& p, double const (*x)[dimensions], int n, parameters& g) {
        int const packs = (n + 15) / 16 * 2;
        xs.resize(static_cast<std::size_t>(packs));
        weight.resize(static_cast<std::size_t>(packs));
        for (int s = 0; s < 8 * packs; ++s)
            for (int j = 0; j < dimensions; ++j)
                xs[static_cast<std::size_t>(s / 8)][static_cast<std::size_t>(j)][s % 8] =
                    s < n ? x[s][j] : 0;

        double e[components][dimensions], constant[components];
        for (int k = 0; k < components; ++k) {
            constant[k] = p.alpha[k];
            for (int j = 0; j < dimensions; ++j) {
                e[k][j] = std::exp(p.q[k][j]);
                constant[k] += p.q[k][j];
            }
        }
        double value = 0;
        for (int b = 0; b < packs; ++b) {
            auto& term = weight[static_cast<std::size_t>(b)];
            pack top = pack{} - 1e300, total{};
            for (int k = 0; k < components; ++k) {
                pack d[dimensions], y[dimensions], square{};
                whiten(p, e[k], k, xs[static_cast<std::size_t>(b)], d, y);
                for (pack v : y) square += v * v;
                pack& t = term[static_cast<std::size_t>(k)];
                t = constant[k] - 0.5 * square;
                top = maximum(t, top);
            }
            for (pack& t : term) total += t = exp(t - top);
            pack share = 1.0 / total;
            for (int s = 0; s < 8; ++s) {
                if (8 * b + s < n)
                    value += std::log(total[s]) + top[s];
                else
                    share[s] = 0;
            }
            for (pack& t : term) t *= share;
        }
        for (int k = 0; k < components; ++k) {
            pack ga{}, gm[dimensions]{}, gq[dimensions]{}, gl[below]{};
            for (int b = 0; b < packs; b += 2) {
                pack d[2][dimensions], y[2][dimensions], back[2][dimensions];
                for (int h = 0; h < 2; ++h) {
                    auto const tile = static_cast<std::size_t>(b + h);
                    whiten(p, e[k], k, xs[tile], d[h], y[h]);
                    pack const w = weight[tile][static_cast<std::size_t>(k)];
                    ga += w;
                    for (int j = 0; j < dimensions; ++j) {
                        y[h][j] *= w;
                        back[h][j] = e[k][j] * y[h][j];
                        gq[j] += back[h][j] * d[h][j];
                    }
                }
                for (int j = 0, at = 0; j < dimensions; ++j) {
                    for (int i = j + 1; i < dimensions; ++i, ++at) {
                        gl[at] += y[0][i] * d[0][j] + y[1][i] * d[1][j];
                        back[0][j] += p.l[k][at] * y[0][i];
                        back[1][j] += p.l[k][at] * y[1][i];
                    }
                    gm[j] += back[0][j] + back[1][j];
                }
            }
            g.alpha[k] = sum(ga);
            for (int j = 0; j < dimensions; ++j) {
                g.mu[k][j] = sum(gm[j]);
                g.q[k][j] = g.alpha[k] - sum(gq[j]);
            }
            for (int j = 0; j < below; ++j) g.l[k][j] = -sum(gl[j]);
        }
        value += shared_terms(p, g, n);
        divide(g, n);
        return value / n;
    }
};

}  // namespace baseline::mixture
