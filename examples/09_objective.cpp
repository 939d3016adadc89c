// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
//
// Objectives that are sums over data of run-time length: logistic regression by Newton's method,
// and the log-likelihood of a Gaussian mixture by gradient ascent.
#include <array>
#include <cmath>
#include <cstdio>
#include <espalier/core.hpp>
#include <vector>

namespace es = espalier;
using namespace es::literals;

namespace logistic {
// [logistic]
// One sample's term of the negative log-likelihood. The number of samples is known at run time.
constexpr auto w = es::parameter<"w", es::shape<3>, double>;
constexpr auto x = es::input<"x", es::shape<2>, double>;
constexpr auto label = es::input<"label", es::shape<>, double>;
constexpr auto score = dot(es::slice<0, 0, 2>(w), x) + es::reshape<>(es::slice<0, 2, 3>(w));
constexpr auto term = softplus(score) - label * score;
// [/logistic]
}  // namespace logistic

namespace mixture {
// [mixture]
// log sum over k of p_k N(x; m_k, e^(-2 q_k)) in two dimensions, without its constant. What does
// not depend on the sample, `weights` and `scales`, is computed once for all samples of a static
// batch.
constexpr es::index_t components = 3;
constexpr auto a = es::parameter<"a", es::shape<components>, double>;
constexpr auto m = es::parameter<"m", es::shape<components, 2>, double>;
constexpr auto q = es::parameter<"q", es::shape<components>, double>;
constexpr auto x = es::input<"x", es::shape<2>, double>;
constexpr auto weights = log_softmax<0>(a) + 2_c * q;
constexpr auto scales = exp(2_c * q);
constexpr auto log_density = logsumexp(weights - 0.5_c * scales * sum<1>(square(x - m)));
constexpr auto objective = -es::vmap<100>(log_density, x);
// [/mixture]
}  // namespace mixture

namespace {

double noise(unsigned& state) {  // about normal, mean 0, variance 1
    double total = -6;
    for (int i = 0; i < 12; ++i) {
        state = state * 1664525u + 1013904223u;
        total += static_cast<double>(state >> 8) / 16777216.0;
    }
    return total;
}

bool fit_logistic(std::size_t count) {
    using namespace logistic;
    unsigned state = 1;
    std::vector<std::array<double, 2>> xs(count);
    std::vector<double> labels(count);
    for (std::size_t i = 0; i < count; ++i) {
        xs[i] = {noise(state), noise(state)};
        labels[i] = 1.5 * xs[i][0] - xs[i][1] + 0.5 + noise(state) > 0 ? 1 : 0;
    }
    // [newton]
    es::variables vars{term};
    double slope = 1;
    for (int step = 0; step < 12 && slope > 1e-9; ++step) {
        auto const r = es::value_and_gradient(term, vars, x = xs, label = es::batch(labels));
        auto const H = es::hessian(term, es::wrt(w), vars, x = xs, label = es::batch(labels));
        // [/newton]
        // solve H d = g by elimination
        double d[3]{}, h[3][4]{};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) h[i][j] = H[w](i, j);
            h[i][3] = r.gradient[w](i);
        }
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t row = i + 1; row < 3; ++row)
                for (std::size_t j = 4; j-- > i;) h[row][j] -= h[row][i] / h[i][i] * h[i][j];
        for (std::size_t i = 3; i-- > 0;) {
            d[i] = h[i][3];
            for (std::size_t j = i + 1; j < 3; ++j) d[i] -= h[i][j] * d[j];
            d[i] /= h[i][i];
        }
        slope = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            slope += r.gradient[w](i) * r.gradient[w](i);
            vars[w](i) -= d[i];
        }
        slope = std::sqrt(slope);
        std::printf("step %d: mean loss %.6f, |gradient| %.1e\n", step, r.value, slope);
    }
    return slope < 1e-9;
}

bool fit_mixture() {
    using namespace mixture;
    unsigned state = 7;
    double const centres[3][2] = {{-3, 0}, {3, 1}, {0, 4}};
    double xs[100][2];
    for (std::size_t i = 0; i < 100; ++i)
        for (std::size_t axis = 0; axis < 2; ++axis)
            xs[i][axis] = centres[i % 3][axis] + 0.5 * noise(state);
    es::variables vars{objective};
    vars[m] = es::tensor<double, 3, 2>{-1, 0, 1, 0, 0, 1};
    auto trainer = es::trainer(objective, es::adam(es::lr = 0.05_c));
    double first = 0, last = 0;
    for (int step = 0; step < 400; ++step) {
        last = trainer.step(vars, x = xs);
        if (step == 0) first = last;
    }
    bool found = true;
    for (auto const& centre : centres) {
        double nearest = 1e9;
        for (std::size_t k = 0; k < 3; ++k)
            nearest = std::fmin(nearest,
                                std::hypot(vars[m](k, 0) - centre[0], vars[m](k, 1) - centre[1]));
        found = found && nearest < 0.5;
    }
    std::printf("mixture: negative log-likelihood %.3f -> %.3f; centres %s\n", first, last,
                found ? "found" : "not found");
    return found && last < first;
}

}  // namespace

int main() {
    bool const fitted = fit_logistic(1000);
    bool const found = fit_mixture();
    return fitted && found ? 0 : 1;
}
