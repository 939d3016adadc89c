// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
// Bundle adjustment: the residuals of 1024 observations, each with its 2 x 15 Jacobian.
#include <espalier/espalier.hpp>

#include "baseline/bundle_adjustment.hpp"
#include "harness.hpp"
#include "peer/ceres.hpp"

namespace es = espalier;
using namespace es::literals;
namespace {

constexpr int observations = 1024;

constexpr auto camera = es::input<"camera", es::shape<11>, double>;
constexpr auto point = es::input<"point", es::shape<3>, double>;
constexpr auto weight = es::input<"weight", es::shape<>, double>;
constexpr auto feature = es::input<"feature", es::shape<2>, double>;

template <es::index_t I>
constexpr auto part(auto e) {
    return es::reshape<>(es::slice<0, I, I + 1>(e));
}
constexpr auto cross(auto a, auto b) {
    auto const next = [](auto e) {
        return concat<0>(es::slice<0, 1, 3>(e), es::slice<0, 0, 1>(e));
    };
    return next(a * next(b) - next(a) * b);
}
constexpr auto rotation = es::slice<0, 0, 3>(camera);
constexpr auto angle = norm(rotation);
constexpr auto axis = rotation / angle;
constexpr auto x = point - es::slice<0, 3, 6>(camera);
constexpr auto rotated =
    x * cos(angle) + cross(axis, x) * sin(angle) + axis * (dot(axis, x) * (1_c - cos(angle)));
constexpr auto plane = es::slice<0, 0, 2>(rotated) / part<2>(rotated);
constexpr auto q = sum(square(plane));
constexpr auto bend = 1_c + part<9>(camera) * q + part<10>(camera) * q * q;
constexpr auto residual =
    weight * (part<6>(camera) * plane * bend + es::slice<0, 7, 9>(camera) - feature);

/// One residual and its row of the Jacobian, as an expression.
template <es::index_t O>
constexpr auto row() {
    constexpr auto one = part<O>(residual);
    return concat<0>(es::reshape<1>(one), es::grad(one, es::wrt(camera)),
                     es::grad(one, es::wrt(point)), es::reshape<1>(es::grad(one, es::wrt(weight))));
}
constexpr auto rows = es::stack<0>(row<0>(), row<1>());

struct data_set {
    double cameras[observations][11], points[observations][3], weights[observations],
        features[observations][2];
    data_set() {
        bench::numbers numbers(1);
        numbers.fill(cameras, 0.5, 0.1);
        numbers.fill(points, 1, 4);
        numbers.fill(weights, 0.5, 1);
        numbers.fill(features);
    }
} const data;

struct with_espalier {
    double blocks[observations][2][16];
    double step(int) {
        es::evaluate_into(rows, blocks, camera = data.cameras, point = data.points,
                          weight = es::batch(data.weights), feature = data.features);
        return blocks[0][0][0];
    }
    std::span<double const> results() const { return {blocks[0][0], observations * 32}; }
};
template <class Hand>
struct by_hand {
    double residuals[observations][2], jacobians[observations][2][15];
    double step(int) {
        Hand::run(data.cameras, data.points, data.weights, data.features, observations, residuals,
                  jacobians);
        return residuals[0][0];
    }
    std::vector<double> results() const {
        std::vector<double> all;
        for (int n = 0; n < observations; ++n)
            for (int o = 0; o < 2; ++o) {
                all.push_back(residuals[n][o]);
                all.insert(all.end(), jacobians[n][o], jacobians[n][o] + 15);
            }
        return all;
    }
};

}  // namespace

int main(int count, char** arguments) {
    using namespace baseline::bundle;
    using bench::make;
    using bench::variant;
    bench::compare("bundle adjustment", 1e-9, 1, variant{"espalier", make<with_espalier>},
                   variant{"hand-vectorised", make<by_hand<vectorised>>},
                   variant{"plain loops", make<by_hand<plain>>}
#if defined(BENCH_CERES)
                   ,
                   variant{"Ceres", make<by_hand<peer::by_ceres>>}
#endif
    );
    return bench::run(count, arguments);
}
